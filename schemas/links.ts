const byId = (operationId: string, id: string) => ({ operationId, parameters: { file_id: id } })

/** An operation that happens only to the version that the answer was about. */
const ofVersion = (operationId: string, id: string) => ({
  operationId,
  parameters: { file_id: id, 'if-match': '$response.header.ETag' },
})

/** What can be done next with the file that an answer carries the id and the tag of; `id` says where the id is. */
export const fileLinks = (id: string) => ({
  metadata: byId('filesMetadata', id),
  download: byId('filesDownload', id),
  replace: ofVersion('filesReplace', id),
  replaceContent: ofVersion('filesReplaceContent', id),
  rename: ofVersion('filesRename', id),
  delete: ofVersion('filesDelete', id),
})

/** The same at the share door, which reads with operations of its own. */
export const sharedFileLinks = (id: string) => ({
  ...fileLinks(id),
  metadata: byId('shareMetadata', id),
  download: byId('shareDownload', id),
})

/** The same at the named door, which also reads by name. */
export const namedFileLinks = (id: string, name: string) => ({
  ...fileLinks(id),
  downloadByName: { operationId: 'namedDownload', parameters: { filename: name } },
})
