/** Those that others are held against by name. */
export const own = 'filedrop'
export const inMemory = 'fastapi'
export const limit = 'nginx'

/** Whether it is one of the rest, of which the best counts. */
export const isOther = (peer: string): boolean =>
  ![own, limit].includes(peer) && !peer.startsWith(inMemory)
