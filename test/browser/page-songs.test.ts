import { expect, test } from 'vitest'
import { upload } from '../support/doors.js'
import { ownServer } from '../support/suite.js'
import { film } from './support/contents.js'
import type { FilesPage } from './support/files-page.js'
import { pageOf } from './support/page-of.js'
import { usePages } from './support/use-pages.js'
import { wav } from './support/wav.js'

const newPage = usePages()

const song = (name: string, seconds: number, tone?: number) => ({
  name,
  mimeType: 'audio/wav',
  buffer: wav(seconds, tone),
})

/** The bar at the bottom. */
const player = ({ page }: FilesPage) => page.getByRole('region', { name: 'Player' })

/** What the media element says of itself. */
const media = <T>({ page }: FilesPage, property: string) =>
  page.evaluate<T>(`document.querySelector('#player video').${property}`)

/** Moves the slider, as a finger does. */
const seek = (files: FilesPage, seconds: number) =>
  player(files).getByRole('slider', { name: 'Position' }).fill(String(seconds))

const plays = (files: FilesPage, name: string) =>
  player(files).locator('.player-title').getByText(name, { exact: true }).waitFor()

test('songs are added, selected and listened to, from the middle and one after the other', async () => {
  const suite = await ownServer()
  const files = await (await newPage(pageOf(suite))).open()
  await files.choose(song('first.wav', 600), song('second.wav', 120, 330))
  await files.uploaded(2)
  const sortByName = files.page.locator('#list th').getByRole('button', { name: 'Name' })
  await sortByName.click()
  await expect.poll(() => files.names()).toEqual(['first.wav', 'second.wav'])

  await files.link('first.wav').click()
  await plays(files, 'first.wav')
  await expect.poll(() => media<number>(files, 'duration')).toBe(600)
  await seek(files, 300)
  await expect.poll(() => media<number>(files, 'currentTime')).toBeGreaterThan(300.2)
  expect(await media<boolean>(files, 'paused')).toBe(false)

  await player(files).getByRole('button', { name: 'Pause' }).click()
  await expect.poll(() => media<boolean>(files, 'paused')).toBe(true)
  await player(files).getByRole('button', { name: 'Next' }).click()
  await plays(files, 'second.wav')
  await expect.poll(() => media<number>(files, 'duration')).toBe(120)
  await expect.poll(() => media<number>(files, 'currentTime')).toBeGreaterThan(0)
})

test('the end of a song is the beginning of the next', async () => {
  const suite = await ownServer()
  for (const name of ['later.wav', 'sooner.wav']) {
    await upload(suite.client, { name, content: wav(90), type: 'audio/wav' })
  }
  const files = await (await newPage(pageOf(suite))).open()
  await files.link('sooner.wav').click()
  await expect.poll(() => media<number>(files, 'duration')).toBe(90)
  await seek(files, 89)
  await plays(files, 'later.wav')
  await expect.poll(() => media<boolean>(files, 'paused')).toBe(false)
})

test('only the part of a song that is listened to is fetched', async () => {
  const suite = await ownServer()
  // Far more than a browser has read ahead by the time that it seeks.
  await upload(suite.client, { name: 'hours.wav', content: wav(7200), type: 'audio/wav' })
  const files = await newPage(pageOf(suite))
  const ranges: string[] = []
  files.page.on('request', (request) => {
    const { range } = request.headers()
    if (range) ranges.push(range)
  })
  await files.open()
  await files.link('hours.wav').click()
  await expect.poll(() => media<number>(files, 'duration')).toBe(7200)
  await seek(files, 7000)
  await expect.poll(() => media<number>(files, 'currentTime')).toBeGreaterThan(7000.1)
  expect(ranges.some((range) => Number(/^bytes=(\d+)-/.exec(range)?.[1]) > 50_000_000)).toBe(true)
})

test('a film has a picture, which fills the window when that is asked for', async () => {
  const suite = await ownServer()
  await upload(suite.client, { name: 'film.webm', content: film, type: 'video/webm' })
  const files = await (await newPage(pageOf(suite))).open()
  await files.link('film.webm').click()
  const width = () => media<number>(files, 'getBoundingClientRect().width')
  await player(files).getByRole('button', { name: 'Enlarge' }).click()
  await expect.poll(width).toBe(1280)
  await player(files).getByRole('button', { name: 'Make it small' }).click()
  await expect.poll(width).toBeLessThan(640)
})

test('what cannot be played says so', async () => {
  const suite = await ownServer()
  await upload(suite.client, { name: 'broken.mp3', content: 'no sound', type: 'audio/mpeg' })
  const files = await (await newPage(pageOf(suite))).open()
  await files.link('broken.mp3').click()
  await player(files).getByText('This browser cannot play it').waitFor()
  await player(files).getByRole('button', { name: 'Close the player' }).click()
  await player(files).waitFor({ state: 'hidden' })
})
