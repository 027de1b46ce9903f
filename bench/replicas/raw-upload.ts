import type { Upload } from '../peers/peer.js'

/** The content as the body. */
export const rawUpload: Upload = { method: 'POST', path: (name) => `/files/upload?name=${name}` }
