import type { UploadItem } from './upload-item.js'

export const newItem = (file: File): UploadItem => ({
  key: [file.webkitRelativePath || file.name, file.type, file.size, file.lastModified].join('|'),
  file,
  state: 'queued',
  sent: 0,
})
