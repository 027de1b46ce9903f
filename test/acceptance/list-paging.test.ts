import { beforeEach, describe, expect, test } from 'vitest'
import type { Client } from '../support/client.js'
import { upload, uploadBy } from '../support/doors.js'
import { useServer } from '../support/suite.js'
import type { FileView } from '../support/wire.js'

const shared = useServer()

beforeEach(async () => {
  const { client } = shared.current
  const list = await shared.current.list()
  await Promise.all(list.map(({ file_id }) => client.delete(`/files/${file_id}`)))
})

const nextOf = (link: string | undefined) => /^<([^>]+)>; rel="next"$/.exec(link ?? '')?.[1]

/** Follows the links from one page to the last; `between` runs after each page. */
async function walk(
  client: Client,
  first: string,
  between: (page: number) => Promise<unknown> = async () => undefined
): Promise<FileView[][]> {
  const pages: FileView[][] = []
  for (let path: string | undefined = first; path !== undefined; ) {
    const answer = await client.get(path)
    expect(answer.status, answer.text).toBe(200)
    pages.push(Object.values(answer.json<FileView[]>()))
    path = nextOf(answer.get('link'))
    await between(pages.length)
  }
  return pages
}

const idsOf = (pages: readonly FileView[][]) => pages.flat().map((file) => file.file_id)

describe('paging', () => {
  test('gives every file exactly once, in every order, and keeps the filters in its links', async () => {
    const { client } = shared.current
    for (let i = 0; i < 23; i++) {
      await upload(client, { name: `file ${i % 5}.txt`, content: 'x'.repeat(i % 4) })
    }
    for (const sort of ['created', 'name', 'size', 'downloads']) {
      for (const order of ['asc', 'desc']) {
        const whole = (await client.get(`/files?sort=${sort}&order=${order}`)).json<FileView[]>()
        const pages = await walk(client, `/files?limit=5&sort=${sort}&order=${order}`)
        expect(pages.map((page) => page.length)).toEqual([5, 5, 5, 5, 3])
        expect(idsOf(pages)).toEqual(whole.map((file) => file.file_id))
      }
    }
    const filtered = await walk(client, '/files?limit=2&name=file%201&type=text/*')
    expect(filtered.flat().map((file) => file.file_name)).toEqual(Array(5).fill('file 1.txt'))
  })

  test('says next only while there is more', async () => {
    const { client } = shared.current
    for (let i = 0; i < 4; i++) await upload(client)
    expect(await walk(client, '/files?limit=4')).toHaveLength(1)
    expect(await walk(client, '/files?limit=2')).toHaveLength(2)
    expect((await client.get('/files?limit=3')).get('link')).toMatch(/^<\/files\?[^>]*cursor=/)
    const share = await client.get('/file/metadata/?limit=3')
    expect(share.get('link')).toMatch(/^<\/file\/metadata\/?\?[^>]*cursor=/)
  })

  test('of the share door gives every file exactly once', async () => {
    const { client } = shared.current
    const ids: string[] = []
    for (let i = 0; i < 7; i++) ids.push(await uploadBy(client, 'share'))
    const seen: string[] = []
    for (let path: string | undefined = '/file/metadata/?limit=3&order=asc'; path !== undefined; ) {
      const answer = await client.get(path)
      seen.push(...Object.keys(answer.json()))
      path = nextOf(answer.get('link'))
    }
    expect(seen).toEqual(ids)
  })

  test('of an empty store is one empty page', async () => {
    const { client } = shared.current
    expect(await walk(client, '/files?limit=5')).toEqual([[]])
    expect((await client.get('/files')).json()).toEqual([])
    expect((await client.get('/file/metadata/')).json()).toEqual({})
  })

  test.each(['created', 'name', 'size'])(
    'by %s neither skips nor repeats a file that stays, while others come and go',
    async (sort) => {
      const { client } = shared.current
      const all: string[] = []
      for (let i = 0; i < 40; i++) {
        const file = await upload(client, {
          name: `n${(i * 7) % 40}.txt`,
          content: 'x'.repeat(i % 6),
        })
        all.push(file.file_id)
      }
      const doomed = new Set(all.filter((_, i) => i % 3 === 0))
      const remaining = [...doomed]
      const pages = await walk(client, `/files?limit=4&sort=${sort}`, async () => {
        const gone = remaining.splice(0, 2)
        await Promise.all([
          ...gone.map((id) => client.delete(`/files/${id}`)),
          upload(client, { name: `n${remaining.length}.new`, content: 'y' }),
        ])
      })
      const seen = idsOf(pages)
      expect(new Set(seen).size).toBe(seen.length)
      const staying = all.filter((id) => !doomed.has(id))
      expect(seen.filter((id) => staying.includes(id)).sort()).toEqual([...staying].sort())
    }
  )

  test('goes on from a cursor whose file was deleted', async () => {
    const { client } = shared.current
    for (let i = 0; i < 6; i++) await upload(client)
    const first = await client.get('/files?limit=2')
    const [, last] = first.json<FileView[]>()
    await client.delete(`/files/${last?.file_id}`)
    const rest = await walk(client, nextOf(first.get('link')) ?? '')
    expect(rest.flat()).toHaveLength(4)
  })

  test('stays valid over a restart of the server', async () => {
    const suite = shared.current
    for (let i = 0; i < 6; i++) await upload(suite.client)
    const first = await suite.client.get('/files?limit=2')
    await suite.server.stop()
    await suite.restart()
    const rest = await walk(suite.client, nextOf(first.get('link')) ?? '')
    const seen = [...first.json<FileView[]>(), ...rest.flat()].map((file) => file.file_id)
    expect(new Set(seen).size).toBe(6)
  })

  test('streams a list that is being changed and stays valid JSON without a repeated file', async () => {
    const { client } = shared.current
    const seeds = Array.from({ length: 200 }, () => uploadBy(client, 'files', { content: 'x' }))
    const ids = await Promise.all(seeds)
    const changes = ids.slice(0, 100).map((id) => client.delete(`/files/${id}`))
    const more = Array.from({ length: 100 }, () => uploadBy(client, 'files', { content: 'y' }))
    const lists = await Promise.all(Array.from({ length: 10 }, () => client.get('/files')))
    await Promise.all([...changes, ...more])
    for (const answer of lists) {
      const listed = answer.json<FileView[]>().map((file) => file.file_id)
      expect(new Set(listed).size).toBe(listed.length)
      for (const id of ids.slice(100)) expect(listed).toContain(id)
    }
  })
})
