import { describe, expect, test } from 'vitest'
import type { FormPart } from '../../src/http/form-parts.js'
import { plainBoundary, plainForm } from '../../src/http/plain-form.js'
import { filePart, multipart, part, textPart } from '../support/multipart.js'

const limits = { maxParts: 3, maxFieldSize: 10 }
const read = (body: string | Buffer) => plainForm(Buffer.from(body), 'b', limits)
const readParts = (...parts: Buffer[]) => read(multipart(parts, { boundary: 'b' }).body)
const file = (content: string, filename: string | undefined = 'a.txt'): FormPart => ({
  type: 'file',
  fieldname: 'file',
  filename,
  mimetype: 'text/plain',
  bytes: Buffer.from(content),
})
const field = (fieldname: string, value: string): FormPart => ({ type: 'field', fieldname, value })
const named = { filename: 'a.txt' }

describe('plainBoundary', () => {
  test.each([
    ['curl', 'multipart/form-data; boundary=------------------------d74496d66958873e'],
    ['Chromium', 'multipart/form-data; boundary=----WebKitFormBoundary7MA4YWxkTrZu0gW'],
    ['Firefox', 'multipart/form-data; boundary=----geckoformboundary25c1a4'],
    ['requests and httpx', 'multipart/form-data; boundary=c8e4e1b6f1b54b9fbe2b1b4f8c2d1a3e'],
    ['undici', 'multipart/form-data; boundary=----formdata-undici-056812345678'],
    ['Go', `multipart/form-data; boundary=${'0f'.repeat(30)}`],
    ['Java', 'multipart/form-data;boundary=Boundary_1_2.3'],
  ])('is what %s sends', (_, type) => {
    expect(plainBoundary(type)).toBe(type.split('=')[1])
  })

  test('may be quoted', () => {
    expect(plainBoundary('multipart/form-data; boundary="1-2.3_a"')).toBe('1-2.3_a')
  })

  test.each([
    'multipart/form-data',
    'multipart/form-data; boundary=',
    'multipart/form-data; boundary=""',
    'multipart/form-data; boundary="a',
    'multipart/form-data; boundary="a b"',
    'multipart/form-data; boundary=a; charset=utf-8',
    'multipart/form-data; boundary=a ',
    "multipart/form-data; boundary*=UTF-8''a",
    'multipart/form-data; charset=utf-8; boundary=a',
    'multipart/form-data; boundary=a; boundary=b',
    'multipart/mixed; boundary=a',
    'Multipart/Form-Data; boundary=a',
    `multipart/form-data; boundary=${'a'.repeat(71)}`,
  ])('is not plain in %s', (type) => {
    expect(plainBoundary(type)).toBeUndefined()
  })
})

describe('plainForm', () => {
  test('gives files and fields in their order', () => {
    expect(readParts(textPart('name', 'é'), filePart('one', named), textPart('o', ''))).toEqual([
      field('name', 'é'),
      file('one'),
      field('o', ''),
    ])
  })

  test('takes a part without a file name for a file where it is called so', () => {
    expect(readParts(textPart('file', 'x'))).toEqual([{ ...file('x'), filename: undefined }])
    expect(readParts(filePart('', { filename: '' }))).toEqual([file('', '')])
  })

  test.each([
    ['image/PNG', 'image/png'],
    ['application/vnd.api+json', 'application/vnd.api+json'],
    ['text/html; charset=utf-8', 'text/html'],
    ['text/html;charset=UTF-8', 'text/html'],
  ])('gives the type %s of a file as the package does', (type, mimetype) => {
    expect(readParts(filePart('x', { ...named, type }))).toEqual([{ ...file('x'), mimetype }])
  })

  test('leaves escapes, semicolons and other scripts in a name as they are', () => {
    const filename = `a%22;=' é文\u{1f600}.txt`
    expect(readParts(filePart('x', { filename }))).toEqual([file('x', filename)])
  })

  test.each([
    '',
    '\r\n',
    '--b',
    'x--b\r\n',
    '\n--b\r\n',
    '\r--b',
    '\r\n--',
    '\r\n-b',
    '-',
    '\r\n\r\n',
  ])('gives the content %j byte by byte', (content) => {
    expect(readParts(filePart(`x${content}`, named))).toEqual([file(`x${content}`)])
  })

  test('ends with its last boundary, a line break behind it or not', () => {
    const { body } = multipart([filePart('x', named)], { boundary: 'b' })
    expect(read(body.subarray(0, -2))).toEqual([file('x')])
    for (const cut of [1, 3, 4, 6]) expect(read(body.subarray(0, -cut))).toBeUndefined()
  })

  const header = 'Content-Disposition: form-data; name="file"; filename="a.txt"'
  const whole = `--b\r\n${header}\r\n\r\nx\r\n--b--\r\n`

  test.each([
    ['no byte', ''],
    ['the last boundary alone', '--b--\r\n'],
    ['a preamble', `\r\n${whole}`],
    ['an epilogue', `${whole}x`],
    ['two line breaks at its end', `${whole}\r\n`],
    ['blanks behind a boundary', whole.replace('--b\r\n', '--b \r\n')],
    ['blanks behind the last boundary', whole.replace('b--', 'b-- ')],
    ['one dash at its end', whole.replace('b--', 'b-')],
    ['another boundary', whole.replaceAll('--b', '--c')],
    ['a boundary that goes on', whole.replace('x', 'x\r\n--bc\r\n')],
    ['a boundary at once behind another', whole.replace('--b', '--b\r\n--b')],
    ['a boundary right behind a header', whole.replace('\r\nx\r\n--b--', '--b--')],
    ['line feeds alone', whole.replaceAll('\r\n', '\n')],
    ['a header that does not end', whole.replace('\r\n\r\nx', '')],
  ])('is not a form with %s', (_, body) => {
    expect(read(whole)).toEqual([file('x')])
    expect(read(body)).toBeUndefined()
  })

  test.each([
    ['no header', []],
    ['another header', [header, 'X: y']],
    ['a length', [header, 'Content-Length: 1']],
    ['a transfer encoding', [header, 'Content-Transfer-Encoding: binary']],
    ['the type before its disposition', ['Content-Type: text/plain', header]],
    ['two types', [header, 'Content-Type: a/b', 'Content-Type: a/b']],
    ['a folded line', [header, ' x']],
    ['another charset', [header, 'Content-Type: text/plain; charset=latin1']],
    ['a type that is none', [header, 'Content-Type: text']],
    ['a type with a blank behind it', [header, 'Content-Type: text/plain ']],
    ['lower case', [header.toLowerCase()]],
    ['no blank', [header.replace(': ', ':')]],
    ['no quotes', [header.replaceAll('"', '')]],
    ['an empty name', [header.replace('"file"', '""')]],
    ['a filename*', [`${header}; filename*=UTF-8''b`]],
    ['two names', [`${header}; name="b"`]],
    ['two file names', [`${header}; filename="b"`]],
    ['the file name first', ['Content-Disposition: form-data; filename="a"; name="file"']],
    ['another disposition', [header.replace('form-data', 'attachment')]],
    ['a quote in its name', [header.replace('a.txt', 'a\\".txt')]],
    ['a backslash in its name', [header.replace('a.txt', 'a\\b.txt')]],
    ['a line feed in its name', [header.replace('a.txt', 'a\n.txt')]],
    ['a null in its name', [header.replace('a.txt', 'a\0.txt')]],
    ['a name that every object has', [header.replace('"file"', '"constructor"')]],
    ['bytes that are not UTF-8', [Buffer.from(header.replace('a.txt', 'é'), 'latin1')]],
    [
      'a text that is JSON',
      ['Content-Disposition: form-data; name="o"', 'Content-Type: application/json'],
    ],
  ])('has no part with %s', (_, lines) => {
    expect(readParts(part(lines, 'x'))).toBeUndefined()
  })

  test('has no more and no longer parts than are allowed', () => {
    const texts = (count: number) => Array.from({ length: count }, () => textPart('o', 'x'))
    expect(readParts(...texts(3))).toHaveLength(3)
    expect(readParts(...texts(4))).toBeUndefined()
    expect(readParts(textPart('o', 'x'.repeat(10)))).toHaveLength(1)
    expect(readParts(textPart('o', 'x'.repeat(11)))).toBeUndefined()
    expect(readParts(filePart('x'.repeat(11), named))).toHaveLength(1)
  })
})
