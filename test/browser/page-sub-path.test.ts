import { expect, onTestFinished, test } from 'vitest'
import { upload } from '../support/doors.js'
import { ownServer } from '../support/suite.js'
import { saved } from './support/files-page.js'
import { SubPathProxy } from './support/sub-path-proxy.js'
import { usePages } from './support/use-pages.js'
import { wav } from './support/wav.js'

const newPage = usePages()

test('below a path of a proxy, everything works as at the root', async () => {
  const proxy = await SubPathProxy.open('/team/drop')
  onTestFinished(() => proxy.close())
  const suite = await ownServer({ PUBLIC_URL: proxy.url })
  proxy.leadTo(suite.server.port)
  await upload(suite.client, { name: 'song.wav', content: wav(60), type: 'audio/wav' })
  await upload(suite.client, { name: 'notes.txt', content: 'some text', type: 'text/plain' })
  const files = await (await newPage(`${proxy.url}/`)).open()
  await expect.poll(() => files.names()).toEqual(['notes.txt', 'song.wav'])

  const buffer = Buffer.alloc(200_000, 'x')
  await files.choose({ name: 'new.bin', mimeType: 'application/octet-stream', buffer })
  await files.uploaded(1)
  await files.upload('new.bin').getByRole('button', { name: /^Copy/ }).click()
  await files.message('Copied')
  const link = await files.page.evaluate<string>('navigator.clipboard.readText()')
  expect(link).toMatch(new RegExp(`^${proxy.url}/files/[\\w-]{21}$`))
  expect(Buffer.from(await (await fetch(link)).arrayBuffer())).toEqual(buffer)

  const download = files.page.waitForEvent('download')
  await files.row('notes.txt').getByRole('button', { name: 'Download' }).click()
  expect(await saved(await download)).toEqual({
    name: 'notes.txt',
    bytes: Buffer.from('some text'),
  })

  await files.link('notes.txt').click()
  expect(await files.dialog.locator('pre').textContent()).toBe('some text')
  await files.page.keyboard.press('Escape')

  await files.link('song.wav').click()
  await files.page.getByRole('slider', { name: 'Position' }).fill('30')
  const time = () => files.page.evaluate<number>("document.querySelector('video').currentTime")
  await expect.poll(time).toBeGreaterThan(30)

  await files.page.getByRole('link', { name: 'API' }).click()
  await files.page.locator('.opblock').first().waitFor()
  expect(files.page.url()).toContain(`${proxy.url}/docs`)
})
