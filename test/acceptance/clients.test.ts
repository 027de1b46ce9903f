import { describe, expect, test } from 'vitest'
import { useServer } from '../support/suite.js'
import type { Changed, FileView, SharedFile } from '../support/wire.js'

const suite = useServer()
const url = (path: string) => `http://${suite.current.client.host}${path}`

/** A form as a browser or fetch makes it. */
const formOf = (content: string, name: string, type = 'text/plain') => {
  const form = new FormData()
  form.append('file', new Blob([content], { type }), name)
  return form
}

describe('fetch with FormData', () => {
  test('uploads and reads back through the files door', async () => {
    const name = 'naïve "文" 100%.txt'
    const created = await fetch(url('/files/upload'), {
      method: 'POST',
      body: formOf('from fetch', name),
    })
    expect(created.status).toBe(201)
    const file = (await created.json()) as FileView
    // The form encodes a quotation mark as %22 (WHATWG); nothing else of the name changes.
    expect(file.file_name.replaceAll('%22', '"')).toBe(name)
    const read = await fetch(url(file.download_link))
    expect(await read.text()).toBe('from fetch')
  })

  test('uploads through every form door', async () => {
    for (const path of ['/upload', '/api/files', '/file/upload/']) {
      const response = await fetch(url(path), { method: 'POST', body: formOf('x', 'a.txt') })
      expect(response.ok, path).toBe(true)
      await response.arrayBuffer()
    }
  })

  test('replaces, renames and deletes', async () => {
    const created = await fetch(url('/file/upload/'), {
      method: 'POST',
      body: formOf('old', 'old.txt'),
    })
    const { file_id } = (await created.json()) as SharedFile
    const form = formOf('new', 'ignored.txt')
    form.append('file_name', 'new.txt')
    const replaced = await fetch(url(`/files/${file_id}`), { method: 'PUT', body: form })
    expect(((await replaced.json()) as Changed).file).toMatchObject({
      file_name: 'new.txt',
      file_size: 3,
    })
    const deleted = await fetch(url(`/files/${file_id}`), { method: 'DELETE' })
    expect(deleted.status).toBe(200)
    await deleted.arrayBuffer()
  })

  test('streams a body of unknown length', async () => {
    const stream = new ReadableStream({
      start(controller) {
        for (const text of ['one ', 'two ', 'three'])
          controller.enqueue(new TextEncoder().encode(text))
        controller.close()
      },
    })
    const init = {
      method: 'POST',
      body: stream,
      duplex: 'half',
      headers: { 'Content-Type': 'image/png' },
    }
    const response = await fetch(url('/files/upload?name=stream.png'), init as RequestInit)
    expect(response.status).toBe(201)
    expect(await response.json()).toMatchObject({ file_size: 13 })
  })

  test('resumes a broken download by Range and If-Range', async () => {
    const created = await fetch(url('/files/upload'), {
      method: 'POST',
      body: formOf('0123456789', 'r.txt'),
    })
    const { download_link } = (await created.json()) as FileView
    const first = await fetch(url(download_link), { headers: { Range: 'bytes=0-3' } })
    const headers = { Range: 'bytes=4-', 'If-Range': first.headers.get('etag') ?? '' }
    const rest = await fetch(url(download_link), { headers })
    expect([first.status, rest.status]).toEqual([206, 206])
    expect((await first.text()) + (await rest.text())).toBe('0123456789')
  })

  test('does without a transfer when the file has not changed', async () => {
    const created = await fetch(url('/files/upload'), {
      method: 'POST',
      body: formOf('cached', 'c.txt'),
    })
    const { download_link } = (await created.json()) as FileView
    const first = await fetch(url(download_link))
    await first.arrayBuffer()
    const second = await fetch(url(download_link), {
      headers: { 'If-None-Match': first.headers.get('etag') ?? '' },
    })
    expect(second.status).toBe(304)
  })
})
