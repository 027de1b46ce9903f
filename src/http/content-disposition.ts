import { create } from 'content-disposition'

/**
 * How a download is named (RFC 6266): `filename*` with the whole name, and for clients that do not know it `filename`
 * with a `_` for what they would stumble over.
 */
export const contentDisposition = (name: string, inline: boolean): string =>
  create(name, {
    type: inline ? 'inline' : 'attachment',
    fallback: name.replace(/[^\x20-\x7e]|["\\%]/gu, '_'),
  })
