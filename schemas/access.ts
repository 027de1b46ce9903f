/** What a token can be good for. */
export const scopes = ['upload', 'read', 'list', 'manage'] as const
export type Scope = (typeof scopes)[number]

/** What an operation asks of its caller where tokens are in use: a scope, any token at all, or nothing. */
export type Access = Scope | 'token' | 'public'

/** The one table of who may do what. An operation that is missing here does not compile. */
export const accessOf = {
  formUpload: 'upload',
  namedUpload: 'upload',
  namedDownload: 'read',
  shareUpload: 'upload',
  shareDownload: 'read',
  shareList: 'list',
  shareMetadata: 'read',
  filesUpload: 'upload',
  filesList: 'list',
  filesDownload: 'read',
  filesMetadata: 'read',
  filesReplace: 'manage',
  filesReplaceContent: 'manage',
  filesDelete: 'manage',
  tusCreate: 'upload',
  tusFind: 'upload',
  tusAppend: 'upload',
  tusRemove: 'manage',
  tusOptions: 'public',
  systemHome: 'public',
  systemDocs: 'public',
  systemLive: 'public',
  systemReady: 'public',
  systemMetrics: 'token',
  systemOpenapiJson: 'token',
  systemOpenapiYaml: 'token',
  methodNotAllowed: 'token',
} as const satisfies Record<string, Access>

/** Stable name of an operation in document, logs and metrics. */
export type Operation = keyof typeof accessOf

const scope = `(${scopes.join('|')})`

/** One entry of `API_TOKENS`: `name:scopes:sha256`. A token in place of its name would get into every log. */
export const tokenEntryPattern = `^(?!fd_)[\\w.-]{1,64}:(${scope}(,${scope})*)?:[0-9A-Fa-f]{64}$`
