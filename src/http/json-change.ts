import type { RenameBody } from '../../schemas/upload.js'
import type { UploadSource } from '../core/upload.js'
import { requireMediaType } from './form-fields.js'

/** A JSON body that renames a file or gives it another type, as a source without content. */
export function jsonChange({ file_name: name, file_type: type }: RenameBody): UploadSource {
  const facts = {
    ...(name !== undefined && { name }),
    ...(type !== undefined && { type: requireMediaType(type) }),
  }
  return { atLeast: 0, digests: [], receive: async () => facts }
}
