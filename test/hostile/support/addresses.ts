import { expect } from 'vitest'
import type { Answer } from '../../support/answer.js'
import { apiRequests } from '../../support/api-requests.js'
import type { RequestOptions } from '../../support/client.js'
import { type DoorName, expectError } from '../../support/doors.js'
import type { ProblemView } from '../../support/wire.js'
import type { Input } from './table.js'
import type { Target } from './target.js'

/** An operation on the file that one segment of its path names. */
export interface Address {
  readonly method: string
  readonly door: DoorName
  readonly path: (segment: string) => string
  readonly options?: RequestOptions
}

const download = (method: string, door: DoorName, folder: string): Address => ({
  method,
  door,
  path: (segment) => `${folder}/${segment}`,
})

/** Where the segment is the name that a file was published under. */
export const byName: readonly Address[] = [
  download('GET', 'named', '/uploads'),
  download('HEAD', 'named', '/uploads'),
]

/** Where it is the id of a file. */
export const byId: readonly Address[] = [
  download('GET', 'files', '/files'),
  download('HEAD', 'files', '/files'),
  download('GET', 'share', '/file/download'),
  download('HEAD', 'share', '/file/download'),
  ...apiRequests
    .filter(({ path }) => path.includes('{id}'))
    .map(({ path, ...rest }) => ({
      ...rest,
      path: (segment: string) => path.replace('{id}', () => segment),
    })),
]

export const request = ({ client }: Target, address: Address, segment: string): Promise<Answer> =>
  client.request(address.method, address.path(segment), address.options)

/** There is no such file, or no such route, in the dress of whoever says so. */
export function expectMissing(answer: Answer, { method, door }: Address): void {
  if (method === 'HEAD') {
    expect(answer.status).toBe(404)
    return
  }
  const { code } = answer.json<ProblemView>()
  expectError(
    answer,
    code === 'ROUTE_NOT_FOUND' ? 'files' : door,
    404,
    code === 'ROUTE_NOT_FOUND' ? code : 'FILE_NOT_FOUND'
  )
}

/** Segments that name nothing, at every address. */
export const nowhere = (segments: readonly string[], addresses: readonly Address[]): Input[] =>
  segments.flatMap((segment) =>
    addresses.map((address) => ({
      title: `${address.method} ${address.path(segment.slice(0, 60))}`,
      run: async (target) => expectMissing(await request(target, address, segment), address),
    }))
  )
