import { expect } from 'vitest'
import type { Client } from '../support/client.js'
import { expectError } from '../support/doors.js'
import { type BodyEntry, bodyEntries, bodyHead } from './support/entries.js'
import { hostileTable, type Input } from './support/table.js'

const sizes = [1024 ** 4, 1024 ** 5, 2 ** 53 - 1024, 2 ** 60]

interface Announcement {
  readonly size: number
  readonly entry: BodyEntry
  /** The file that would be replaced. */
  readonly id: string
  readonly headers?: Readonly<Record<string, string>>
}

/** Announces a body that never comes, so that nothing of it can have been read before the answer. */
async function expectRefused(
  client: Client,
  announcement: Announcement,
  [status, code]: readonly [number, string]
): Promise<void> {
  const { entry, id } = announcement
  const connection = await client.open()
  await connection.send(bodyHead(entry, { host: client.host, ...announcement }))
  const answer = await connection.answer(entry.method)
  connection.close()
  client.check(entry.method, entry.path(id), answer)
  expectError(answer, entry.door, status, code)
  expect(answer.interim).toEqual([])
  expect(answer.get('connection')).toBe('close')
}

const all = sizes.flatMap((size) =>
  bodyEntries.flatMap((entry) => [
    { size, entry, title: `${size} bytes announced, ${entry.title}` },
    {
      size,
      entry,
      title: `${size} bytes announced with Expect: 100-continue, ${entry.title}`,
      headers: { Expect: '100-continue' },
    },
  ])
)

/** Every announcement, held against the one answer to all of them. */
const refusedWith = (status: number, code: string) =>
  all.map(
    ({ title, ...announcement }): Input => ({
      title,
      run: ({ client, file }) =>
        expectRefused(client, { ...announcement, id: file.file_id }, [status, code]),
    })
  )

hostileTable('lengths that cannot be', [
  {
    id: 'S7',
    sentence: 'a length beyond the limit is 413 before a byte of it is read',
    inputs: refusedWith(413, 'FILE_TOO_LARGE'),
  },
])

hostileTable(
  'lengths that cannot be, without a limit',
  [
    {
      id: 'S7 space',
      sentence: 'a length beyond the free space is 507 before a byte of it is read',
      logs: /^error INSUFFICIENT_STORAGE request failed$/,
      inputs: refusedWith(507, 'INSUFFICIENT_STORAGE'),
    },
  ],
  { MAX_FILE_SIZE: '0' }
)
