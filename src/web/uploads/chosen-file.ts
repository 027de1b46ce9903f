/** A file, and where it was found among those that were chosen with it. */
export interface ChosenFile {
  readonly file: File
  readonly path: string
}
