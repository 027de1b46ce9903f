import { beforeAll, describe, expect, test } from 'vitest'
import {
  downloadRoutes,
  expectPart,
  expectWhole,
  type Published,
  publish,
  shifted,
} from '../../support/downloads.js'
import { useServer } from '../../support/suite.js'

const suite = useServer()
const content = Buffer.from('0123456789')
let file: Published

beforeAll(async () => {
  file = await publish(suite.current.client, { content, name: 'ten.txt' })
})

const replace = async (id: string, body: string) => {
  const headers = { 'Content-Type': 'text/plain' }
  await suite.current.client.request('PUT', `/files/${id}/content`, { headers, body })
  return (await suite.current.client.head(`/files/${id}`)).get('last-modified') ?? ''
}

describe.each(downloadRoutes)('If-Range at $title, RFC 9110 section 13.1.5', (route) => {
  const get = (validator: string, of = file, range = 'bytes=0-1') =>
    suite.current.client.get(route.path(of), { Range: range, 'If-Range': validator })

  test.each([
    ['the tag', () => file.etag],
    ['the exact date', () => file.modified],
  ])('%s gives the range', async (_title, validator) =>
    expectPart(await get(validator()), content, 0, 2)
  )

  test.each([
    ['the tag, weak', () => `W/${file.etag}`],
    ['another tag', () => '"other"'],
    ['the tag without quotes', () => file.etag.slice(1, -1)],
    ['the tag of another revision', () => file.etag.replace('.1"', '.9"')],
    ['a list of tags', () => `${file.etag}, ${file.etag}`],
    ['any', () => '*'],
    ['nothing', () => ''],
    ['a date one second later', () => shifted(file, 1)],
    ['a date one second earlier', () => shifted(file, -1)],
    ['no date', () => 'yesterday'],
  ])('%s gives the whole file', async (_title, validator) =>
    expectWhole(await get(validator()), content)
  )

  test('a condition that fails ignores a range outside the file as well', async () => {
    expectWhole(await get('"other"', file, 'bytes=50-'), content)
    expect((await get(file.etag, file, 'bytes=50-')).status).toBe(416)
  })

  test('does nothing without a Range', async () => {
    const { client } = suite.current
    expectWhole(await client.get(route.path(file), { 'If-Range': file.etag }), content)
    expectWhole(await client.get(route.path(file), { 'If-Range': '"other"' }), content)
  })

  test('lets a download that goes on notice that the file was replaced', async () => {
    const { client } = suite.current
    const before = await publish(client, { content: 'first version', name: 'replaced.txt' })
    await replace(before.id, 'other content')
    expectWhole(await get(before.etag, before, 'bytes=6-'), Buffer.from('other content'))
  })

  test('with a date in which the file changed twice gives the whole file: two versions share it', async () => {
    const { client } = suite.current
    const changed = await publish(client, { content, name: 'changed-twice.txt' })
    for (;;) {
      const first = await replace(changed.id, 'first version')
      const second = await replace(changed.id, 'second one')
      const answer = await get(first, changed, 'bytes=6-')
      // Where the clock went on meanwhile, once more.
      if (first !== second || answer.get('date') !== first) continue
      expectWhole(answer, Buffer.from('second one'))
      break
    }
  })

  test('with a date that is a second old gives the range again, also of a file that was changed', async () => {
    const { client } = suite.current
    const changed = await publish(client, { content, name: 'changed-once.txt' })
    const modified = await replace(changed.id, 'another ten')
    const status = async () => (await get(modified, changed)).status
    // A date is a strong validator once nothing can happen within it any more (section 8.8.2.2).
    await expect.poll(status, { timeout: 4000 }).toBe(206)
  })
})
