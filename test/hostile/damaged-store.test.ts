import { randomBytes } from 'node:crypto'
import { open, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { type Damage, damagedStarts } from './support/damaged-starts.js'

const journal = 'journal.2.log'
const snapshot = 'metadata.json'
const crc = (bytes: string | Buffer, start = 0) => crc32(bytes, start).toString(16).padStart(8, '0')

/** Writes a file anew from what it holds. */
const edit =
  (name: string, change: (bytes: Buffer) => string | Buffer) =>
  async (dataDir: string): Promise<void> => {
    const path = join(dataDir, name)
    await writeFile(path, change(await readFile(path)))
  }

const editLines = (change: (lines: string[]) => readonly string[]) =>
  edit(journal, (bytes) => change(bytes.toString().trimEnd().split('\n')).join('\n').concat('\n'))

const flip = (at: (length: number) => number) =>
  edit(journal, (bytes) => {
    const place = at(bytes.length)
    bytes[place] = (bytes[place] ?? 0) ^ 0x04
    return bytes
  })

/** Adds so many bytes at the end, without holding them. */
const append = (name: string, bytes: Buffer, times: number) => async (dataDir: string) => {
  const file = await open(join(dataDir, name), 'a')
  for (let time = 0; time < times; time++) await file.write(bytes)
  await file.close()
}

const mebibyte = 1024 * 1024

type Entry = Record<string, unknown>

/** Changes one line of the journal and gives it the checksum that belongs to it. */
const forge = (kind: string, change: (entry: Entry) => void) =>
  editLines((lines) => {
    const header = JSON.parse((lines[0] as string).slice(9)) as Entry
    const seed = crc32(`${header.storeId}:${header.gen}`)
    const at = lines.findIndex((line) => line.includes(`"o":"${kind}"`))
    const entry = JSON.parse((lines[at] as string).slice(9)) as Entry
    change(entry)
    const json = JSON.stringify(entry)
    lines[at] = `${crc(json, seed)} ${json}`
    return lines
  })

const journalDamages: readonly Damage[] = [
  ...[1, 2, 5, 20, 100, 400].map(
    (bytes): Damage => ({
      title: `a journal that is ${bytes} bytes shorter`,
      outcome: 'prefix',
      harm: edit(journal, (whole) => whole.subarray(0, whole.length - bytes)),
    })
  ),
  { title: 'an empty journal', outcome: 'prefix', harm: edit(journal, () => '') },
  { title: 'a bit in its first line', outcome: 'refused', harm: flip(() => 30) },
  { title: 'a bit in its middle', outcome: 'refused', harm: flip((length) => length >> 1) },
  { title: 'a bit in its last line', outcome: 'refused', harm: flip((length) => length - 30) },
  { title: 'a bit in a checksum', outcome: 'refused', harm: flip(() => 3) },
  {
    title: '4 KiB of zeros at its end',
    outcome: 'whole',
    harm: append(journal, Buffer.alloc(4096), 1),
  },
  {
    title: 'zeros in place of its last bytes',
    outcome: 'prefix',
    harm: edit(journal, (bytes) => bytes.fill(0, bytes.length - 100)),
  },
  {
    title: 'zeros in place of bytes in its middle',
    outcome: 'refused',
    harm: edit(journal, (bytes) => bytes.fill(0, bytes.length >> 1, (bytes.length >> 1) + 20)),
  },
  {
    title: 'half a line of noise at its end',
    outcome: 'whole',
    harm: edit(journal, (bytes) => Buffer.concat([bytes, randomBytes(50).fill('x', 0, 49)])),
  },
  {
    title: 'a line of noise at its end',
    outcome: 'refused',
    harm: edit(journal, (bytes) => `${bytes}00000000 {"s":99}\n`),
  },
  {
    title: 'a line twice',
    outcome: 'refused',
    harm: editLines((lines) => lines.toSpliced(2, 0, lines[2] as string)),
  },
  {
    title: 'the last line twice',
    outcome: 'refused',
    harm: editLines((lines) => [...lines, lines.at(-1) as string]),
  },
  {
    title: 'two lines that changed places',
    outcome: 'refused',
    harm: editLines((lines) => lines.toSpliced(2, 2, lines[3] as string, lines[2] as string)),
  },
  {
    title: 'a line that is missing',
    outcome: 'refused',
    harm: editLines((lines) => lines.toSpliced(2, 1)),
  },
  {
    title: 'a header that is missing',
    outcome: 'refused',
    harm: editLines((lines) => lines.slice(1)),
  },
  {
    title: 'line ends of another system',
    outcome: 'refused',
    harm: edit(journal, (bytes) => bytes.toString().replaceAll('\n', '\r\n')),
  },
  {
    title: 'a byte order mark',
    outcome: 'refused',
    harm: edit(journal, (bytes) => `\ufeff${bytes}`),
  },
  {
    title: 'blanks at the ends of its lines',
    outcome: 'refused',
    harm: editLines((lines) => lines.map((line) => `${line} `)),
  },
  {
    title: 'a line of 256 MiB without an end',
    outcome: 'whole',
    harm: append(journal, Buffer.alloc(mebibyte, 'x'), 256),
  },
  {
    title: 'a line of 256 MiB',
    outcome: 'refused',
    harm: async (dataDir) => {
      await append(journal, Buffer.alloc(mebibyte, 'x'), 256)(dataDir)
      await append(journal, Buffer.from('\n'), 1)(dataDir)
    },
  },
  {
    title: 'a gigabyte of zeros that takes no space',
    outcome: 'whole',
    harm: (dataDir) => truncate(join(dataDir, journal), 1024 * mebibyte),
  },
  {
    title: 'the journal of another store',
    outcome: 'refused',
    harm: edit(journal, (bytes) =>
      bytes.toString().replaceAll(/"storeId":"[^"]+"/g, '"storeId":"another"')
    ),
  },
  {
    title: 'the journal before it in its place',
    outcome: 'refused',
    harm: async (dataDir) => {
      await writeFile(join(dataDir, journal), await readFile(join(dataDir, 'journal.1.log')))
    },
  },
  { title: 'no journal', outcome: 'refused', harm: (dataDir) => rm(join(dataDir, journal)) },
  {
    title: 'its lines under a later number',
    outcome: 'refused',
    harm: (dataDir) => rename(join(dataDir, journal), join(dataDir, 'journal.3.log')),
  },
  {
    title: 'a later journal that is a copy of it',
    outcome: 'refused',
    harm: async (dataDir) => {
      await writeFile(join(dataDir, 'journal.3.log'), await readFile(join(dataDir, journal)))
    },
  },
  {
    title: 'an empty later journal',
    outcome: 'whole',
    harm: (dataDir) => writeFile(join(dataDir, 'journal.3.log'), ''),
  },
  {
    title: 'a gap behind it',
    outcome: 'refused',
    harm: (dataDir) => writeFile(join(dataDir, 'journal.4.log'), ''),
  },
  {
    title: 'an operation that nobody knows',
    outcome: 'refused',
    harm: forge('meta', (entry) => Object.assign(entry, { o: 'tok' })),
  },
  {
    title: 'an operation of the prototype',
    outcome: 'refused',
    harm: forge('meta', (entry) => Object.assign(entry, { o: 'constructor' })),
  },
  {
    title: 'a format of the future',
    outcome: 'refused',
    harm: forge('hdr', (entry) => Object.assign(entry, { fmt: 2 })),
  },
  {
    title: 'a member that nobody knows',
    outcome: 'refused',
    harm: forge('put', (entry) => Object.assign(entry, { ttl: 1 })),
  },
  {
    title: 'a count that falls',
    outcome: 'refused',
    harm: forge('cnt', (entry) => Object.assign(entry, { count: 0 })),
  },
]

/** Changes the text of the snapshot and gives it the checksum that belongs to it. */
const forgeSnapshot = (change: (text: string) => string) =>
  edit(snapshot, (bytes) => {
    const body = change(bytes.toString().replace(/,"crc":"[0-9a-f]{8}"\}\n$/, ''))
    return `${body},"crc":"${crc(body)}"}\n`
  })

type Harm = Damage['harm']

const snapshotDamages: readonly (readonly [string, Harm])[] = [
  ['an empty one', edit(snapshot, () => '')],
  ['half of one', edit(snapshot, (bytes) => bytes.subarray(0, bytes.length >> 1))],
  ['one without its last byte', edit(snapshot, (bytes) => bytes.subarray(0, -1))],
  ['null', edit(snapshot, () => 'null\n')],
  ['an array', edit(snapshot, () => '[]\n')],
  ['an empty object', edit(snapshot, () => '{}\n')],
  ['zeros', edit(snapshot, (bytes) => bytes.fill(0))],
  ['noise', edit(snapshot, (bytes) => randomBytes(bytes.length))],
  ['none', (dataDir) => rm(join(dataDir, snapshot))],
  ['a byte order mark', edit(snapshot, (bytes) => `\ufeff${bytes}`)],
  [
    'line ends of another system',
    edit(snapshot, (bytes) => bytes.toString().replaceAll('\n', '\r\n')),
  ],
  ['one made pretty', edit(snapshot, (bytes) => JSON.stringify(JSON.parse(`${bytes}`), null, 2))],
  ['one edited by hand', edit(snapshot, (bytes) => bytes.toString().replace('renamed', 'changed'))],
  ['something behind it', edit(snapshot, (bytes) => `${bytes}{}\n`)],
  ['a format of the future', forgeSnapshot((text) => text.replace('"format":1', '"format":2'))],
  ['a wrong count', forgeSnapshot((text) => text.replace(/"count":\d+$/, '"count":99'))],
  [
    'a record of __proto__',
    forgeSnapshot((text) => text.replace(/\n"[\w-]{21}":/, '\n"__proto__":')),
  ],
  ['a record twice', forgeSnapshot((text) => text.replace(/\n(".*),\n/, '\n$1,\n$1,\n'))],
  ['a record too few', forgeSnapshot((text) => text.replace(/\n".*,\n/, '\n'))],
  [
    'a member that nobody knows',
    forgeSnapshot((text) => text.replace('"revision"', '"a":1,"revision"')),
  ],
  [
    'a line of 64 MiB',
    edit(snapshot, (bytes) =>
      Buffer.concat([bytes.subarray(0, 200), Buffer.alloc(64 * mebibyte, 'x')])
    ),
  ],
]

const withoutPrevious =
  (harm: Harm): Harm =>
  async (dataDir) => {
    await rm(join(dataDir, 'metadata.previous.json'))
    await harm(dataDir)
  }

const member = (name: string, value: unknown) =>
  forgeSnapshot((text) =>
    text.replace(new RegExp(`"${name}":("[^"]*"|\\d+)`), `"${name}":${JSON.stringify(value)}`)
  )

const content = (name: string, value: unknown) =>
  forge('put', (entry) => Object.assign(entry.file as Entry, { [name]: value }))

const keys = [
  '../../../etc/passwd',
  '/etc/passwd',
  '..',
  '.',
  '',
  'a/b',
  'a\0b',
  'x'.repeat(22),
  null,
  1,
]

/** Records with the right checksum that no server of ours wrote: only what they say tells so. */
const foreignRecords: readonly Damage[] = [
  // What tells that the others are refused for what they say, and not for a checksum that is wrong after all.
  {
    title: 'nothing in the snapshot',
    outcome: 'whole',
    harm: withoutPrevious(forgeSnapshot((text) => text)),
  },
  { title: 'nothing in the journal', outcome: 'whole', harm: forge('put', () => {}) },
  ...keys.flatMap((key): Damage[] => [
    {
      title: `contentKey ${JSON.stringify(key)} in the snapshot`,
      outcome: 'refused',
      harm: withoutPrevious(member('contentKey', key)),
    },
    {
      title: `contentKey ${JSON.stringify(key)} in the journal`,
      outcome: 'refused',
      harm: content('contentKey', key),
    },
    {
      title: `id ${JSON.stringify(key)} in the journal`,
      outcome: 'refused',
      harm: content('id', key),
    },
  ]),
  ...[-1, 1.5, '5', 2 ** 60].map(
    (size): Damage => ({
      title: `size ${size} in the journal`,
      outcome: 'refused',
      harm: content('size', size),
    })
  ),
]

/** The first millisecond that RFC 3339 has no year for, and what no `Date` holds. */
const times = [253_402_300_800_000, 8.64e15 + 1, Number.MAX_SAFE_INTEGER]

/** A time in the last record of the snapshot, behind which nothing comes that would have to be later. */
const lastTime =
  (name: string, time: number): Harm =>
  async (dataDir) => {
    await writeFile(join(dataDir, journal), '')
    const latest = new RegExp(`"${name}":\\d+(?!.*"${name}")`, 's')
    await forgeSnapshot((text) => text.replace(latest, `"${name}":${time}`))(dataDir)
  }

const beyondTime: readonly Damage[] = times.flatMap((time): Damage[] => [
  ...['createdAt', 'updatedAt', 'lastTime'].map(
    (name): Damage => ({
      title: `${name} ${time} in the snapshot`,
      outcome: 'refused',
      harm: withoutPrevious(lastTime(name, time)),
    })
  ),
  {
    title: `a time of ${time} in the journal`,
    outcome: 'refused',
    harm: async (dataDir) => {
      await editLines((lines) => lines.slice(0, 2))(dataDir)
      await forge('put', (entry) => Object.assign(entry, { t: time }))(dataDir)
    },
  },
])

damagedStarts('a store that was damaged', [
  {
    id: 'D5',
    sentence:
      'in its journal starts with what a crash could have left, or says where it is damaged',
    inputs: journalDamages,
  },
  {
    id: 'D6',
    sentence: 'in its snapshot starts from the one before it',
    inputs: snapshotDamages.map(([title, harm]) => ({ title, harm, outcome: 'whole' as const })),
  },
  {
    id: 'D6 alone',
    sentence: 'in its only snapshot does not start',
    inputs: snapshotDamages.map(([title, harm]) => ({
      title,
      harm: withoutPrevious(harm),
      outcome: 'refused' as const,
    })),
  },
  {
    id: 'D7',
    sentence: 'by records that lead elsewhere does not start, even where their checksums are right',
    inputs: foreignRecords,
  },
  {
    id: 'D14',
    sentence: 'by times that no date can hold does not start',
    inputs: beyondTime,
  },
])
