import { describe, expect, test } from 'vitest'
import { expectError, metadataOf, uploadedId } from '../support/doors.js'
import { filePart, multipart, textPart } from '../support/multipart.js'
import { useServer } from '../support/suite.js'

const suite = useServer()
const post = (parts: readonly Buffer[]) => suite.current.client.sendForm('POST', '/upload', parts)

describe('POST /upload, the form door', () => {
  test('takes a file and confirms it in the sentence of its document', async () => {
    const answer = await post([filePart('hello\n', { filename: 'example.txt' })])
    expect(answer.status).toBe(200)
    expect(answer.get('content-type')).toBe('text/plain; charset=utf-8')
    expect(answer.text).toBe('File example.txt uploaded successfully.')
  })

  test('links to the file that it stored', async () => {
    const answer = await post([filePart('linked', { filename: 'linked.txt' })])
    expect(answer.get('link')).toMatch(/^<\/files\/[A-Za-z0-9_][A-Za-z0-9_-]{20}>; rel="item"$/)
    const id = uploadedId('form', answer)
    expect(await metadataOf(suite.current.client, id)).toMatchObject({
      file_name: 'linked.txt',
      file_size: 6,
      file_type: 'text/plain',
    })
    expect((await suite.current.client.get(`/files/${id}`)).text).toBe('linked')
  })

  test('keeps every one of two files of the same name', async () => {
    const first = uploadedId('form', await post([filePart('one', { filename: 'same.txt' })]))
    const second = uploadedId('form', await post([filePart('two', { filename: 'same.txt' })]))
    expect(first).not.toBe(second)
    expect((await suite.current.client.get(`/files/${first}`)).text).toBe('one')
    expect((await suite.current.client.get(`/files/${second}`)).text).toBe('two')
  })

  test('takes a file of 0 bytes: non-empty is said of the name', async () => {
    const answer = await post([filePart('', { filename: 'empty.txt' })])
    expect(answer.text).toBe('File empty.txt uploaded successfully.')
    const stored = await metadataOf(suite.current.client, uploadedId('form', answer))
    expect(stored.file_size).toBe(0)
  })

  test('confirms a name of another script as it is', async () => {
    const answer = await post([filePart('x', { filename: 'résumé 文.txt' })])
    expect(answer.text).toBe('File résumé 文.txt uploaded successfully.')
  })

  test('ignores other text fields, such as the submit button of a page', async () => {
    const answer = await post([
      textPart('submit', 'Upload'),
      filePart('x', { filename: 'button.txt' }),
      textPart('csrf', 'y'),
    ])
    expect(answer.text).toBe('File button.txt uploaded successfully.')
  })

  const noFilePart: readonly [string, () => ReturnType<typeof post>][] = [
    ['a form without a part named file', () => post([textPart('other', 'x')])],
    ['a file under another field name', () => post([filePart('x', { field: 'upload' })])],
    ['a form without any part', () => post([])],
    ['a JSON body', () => suite.current.client.sendJson('POST', '/upload', { file: 'x' })],
    [
      'a urlencoded body',
      () =>
        suite.current.client.request('POST', '/upload', {
          headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
          body: 'file=x',
        }),
    ],
    [
      'a raw body',
      () =>
        suite.current.client.request('POST', '/upload', {
          headers: { 'Content-Type': 'application/octet-stream' },
          body: 'x',
        }),
    ],
    ['no body at all', () => suite.current.client.request('POST', '/upload')],
  ]

  test.each(noFilePart)('answers "No file part." to %s', async (_title, send) => {
    const answer = await suite.current.unchangedBy(send)
    expect([answer.status, answer.type]).toEqual([400, 'text/plain'])
    expect(answer.text).toBe('No file part.')
  })

  test.each([
    ['an empty file name', filePart('', { filename: '' })],
    ['an empty file name with bytes', filePart('x', { filename: '' })],
    [
      'the part of a browser form with nothing chosen',
      filePart('', { filename: '', type: 'application/octet-stream' }),
    ],
  ])('answers "No selected file." to %s', async (_title, part) => {
    const answer = await suite.current.unchangedBy(() => post([part]))
    expect([answer.status, answer.type]).toEqual([400, 'text/plain'])
    expect(answer.text).toBe('No selected file.')
  })

  test('answers other errors in one line of plain text with their own status', async () => {
    const two = await suite.current.unchangedBy(() => post([filePart('a'), filePart('b')]))
    expectError(two, 'form', 422, 'TOO_MANY_FILES')
    const cut = await suite.current.unchangedBy(() =>
      suite.current.client.sendForm(
        'POST',
        '/upload',
        multipart([filePart('a')], { closed: false })
      )
    )
    expectError(cut, 'form', 400, 'BAD_MULTIPART')
    const name = await suite.current.unchangedBy(() => post([filePart('a', { filename: '..' })]))
    expectError(name, 'form', 400, 'INVALID_NAME')
    const method = await suite.current.client.get('/upload')
    expectError(method, 'form', 405, 'METHOD_NOT_ALLOWED')
    expect(method.get('allow')).toBe('POST')
  })
})
