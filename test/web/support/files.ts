import type { FileInfo } from '../../../src/client/client.js'

/** A file as a list shows it. */
export const fileOf = (name: string, more: Partial<FileInfo> = {}): FileInfo => ({
  file_id: `id-of-${name}`,
  file_name: name,
  file_type: 'text/plain',
  file_size: 1,
  sha256: '00'.repeat(32),
  revision: 1,
  created_at: '2026-01-01T00:00:00.000Z',
  updated_at: '2026-01-01T00:00:00.000Z',
  download_count: 0,
  download_link: `/files/id-of-${name}`,
  ...more,
})

export const namesOf = (files: readonly FileInfo[]): string[] =>
  files.map(({ file_name }) => file_name)
