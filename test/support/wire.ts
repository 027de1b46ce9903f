/** The shapes of the wire as the contract writes them; written here again because acceptance knows no source. */

export interface FileView {
  readonly file_id: string
  readonly file_name: string
  readonly file_type: string
  readonly file_size: number
  readonly sha256: string
  readonly revision: number
  readonly created_at: string
  readonly updated_at: string
  readonly download_count: number
  readonly download_link: string
}

export interface ShareView {
  readonly original_name: string
  readonly content_type: string
  readonly file_size: number
  readonly download_count: number
  readonly download_link: string
}

export type SharedFile = Omit<ShareView, 'download_count'> & { readonly file_id: string }

export interface NamedFile {
  readonly id: string
  readonly name: string
  readonly path: string
}

export interface Changed {
  readonly message: string
  readonly file: FileView
}

export interface ProblemView {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly code: string
  readonly request_id: string
  readonly message?: string
}
