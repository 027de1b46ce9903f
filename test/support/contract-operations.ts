/** The operations of the contract, section 2; a slash more or less at the end is the same route. */
export const contractOperations: readonly string[] = [
  'POST /upload',
  'POST /api/files',
  'GET /uploads/{filename}',
  'POST /file/upload',
  'GET /file/download/{file_id}',
  'GET /file/metadata',
  'GET /file/metadata/{file_id}',
  'POST /files/upload',
  'GET /files',
  'GET /files/{file_id}',
  'GET /files/{file_id}/metadata',
  'PUT /files/{file_id}',
  'PUT /files/{file_id}/content',
  'DELETE /files/{file_id}',
  'GET /livez',
  'GET /readyz',
]
