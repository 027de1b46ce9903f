import { expect, test } from 'vitest'
import { upload } from '../support/doors.js'
import { useServer } from '../support/suite.js'
import { fillDirectory, nameOf } from './support/many-records.js'
import { pageOf } from './support/page-of.js'
import { usePages } from './support/use-pages.js'

const count = 100_000
const pageSize = 50

const suite = useServer({}, {}, { prepare: (directory) => fillDirectory(directory, count) })
const newPage = usePages()

const newest = (from: number) =>
  Array.from({ length: pageSize }, (_, at) => nameOf(count - 1 - from - at))

test('of 100,000 files no more is fetched and shown than a page', async () => {
  const files = await newPage(pageOf(suite.current))
  const lists: number[] = []
  files.page.on('response', async (answer) => {
    if (/\/files\?/.test(answer.url())) lists.push(((await answer.json()) as unknown[]).length)
  })
  await files.open()
  await expect.poll(() => files.names()).toEqual(newest(0))
  const next = files.page.getByRole('button', { name: 'Next' })
  for (const turned of [1, 2, 3]) {
    await next.click()
    await expect.poll(() => files.names()).toEqual(newest(turned * pageSize))
  }
  await files.page.getByRole('button', { name: 'Previous' }).click()
  await expect.poll(() => files.names()).toEqual(newest(2 * pageSize))
  expect(lists.length).toBeGreaterThan(4)
  expect(Math.max(...lists)).toBe(pageSize)
})

test('one of 100,000 files is found by its name, and the first by another order', async () => {
  const files = await (await newPage(pageOf(suite.current))).open()
  const search = files.page.getByRole('searchbox')
  await search.fill('REPORT 050000')
  await expect.poll(() => files.names()).toEqual([nameOf(50_000)])
  await search.fill('')
  await expect.poll(() => files.names()).toEqual(newest(0))
  await files.page.locator('#list th').getByRole('button', { name: 'Name' }).click()
  await expect.poll(async () => (await files.names())[0]).toBe(nameOf(0))
})

test('a new file is seen among 100,000', async () => {
  const files = await (await newPage(pageOf(suite.current))).open()
  await upload(suite.current.client, { name: 'one more.txt' })
  await expect.poll(async () => (await files.names())[0]).toBe('one more.txt')
})
