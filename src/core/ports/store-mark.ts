/**
 * One of the two systems of a store, which remembers of which store it is: so that records and contents that do not
 * belong together are told apart before anything is removed.
 *
 * Both methods throw where the system cannot be asked, as its start does.
 */
export interface StoreMark {
  /** The id that was claimed here; undefined where none was. */
  storeId(): Promise<string | undefined>
  /** Remembers the id durably, unless there is one, and gives the one that is there now. */
  claim(id: string): Promise<string>
}
