import type { DoorName } from './doors.js'

/** A path of the service with every method that it answers, and whose words its errors are in. */
interface KnownPath {
  readonly path: string
  readonly allow: readonly string[]
  readonly door: DoorName
}

const reading = ['GET', 'HEAD']

/** Every path of the service, as a client would write it; `{name}` is the safe name of a published file. */
export const knownPaths: readonly KnownPath[] = [
  { path: '/upload', allow: ['POST'], door: 'form' },
  { path: '/api/files', allow: ['POST'], door: 'named' },
  { path: '/uploads/{name}', allow: reading, door: 'named' },
  { path: '/file/upload/', allow: ['POST'], door: 'share' },
  { path: '/file/download/{id}', allow: reading, door: 'share' },
  { path: '/file/metadata/', allow: reading, door: 'share' },
  { path: '/file/metadata/{id}', allow: reading, door: 'share' },
  { path: '/files/upload', allow: ['POST'], door: 'files' },
  { path: '/files/content', allow: ['POST'], door: 'files' },
  { path: '/files', allow: reading, door: 'files' },
  { path: '/files/{id}', allow: ['DELETE', 'GET', 'HEAD', 'PUT'], door: 'files' },
  { path: '/files/{id}/metadata', allow: reading, door: 'files' },
  { path: '/files/{id}/content', allow: ['PUT'], door: 'files' },
  { path: '/files/{id}/name', allow: ['PUT'], door: 'files' },
  { path: '/openapi.json', allow: reading, door: 'files' },
  { path: '/openapi.yaml', allow: reading, door: 'files' },
  { path: '/livez', allow: reading, door: 'files' },
  { path: '/readyz', allow: reading, door: 'files' },
  { path: '/', allow: reading, door: 'files' },
  { path: '/docs', allow: reading, door: 'files' },
]

/** The path of one file. */
export const pathOf = (
  path: string,
  file: { readonly id: string; readonly name: string }
): string => path.replace('{id}', file.id).replace('{name}', encodeURIComponent(file.name))
