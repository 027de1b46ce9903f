import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Random } from '../../fuzz/random.js'
import { admin, adminJson } from '../../support/command.js'
import { recordsOf, startsOn, useCrashedStore } from '../../support/data-dir.js'
import { killed, seed, timeout } from '../writers/rounds.js'
import { killCommand } from './kill-command.js'

const store = useCrashedStore()
const repair = ['repair', '--cut-journal', '--drop-missing']

/** About as many changes as it takes to repair what is damaged here. */
const mostSteps = 24

interface Damaged {
  readonly dataDir: string
  /** What was in its files, of which none may be lost. */
  readonly bytes: ReadonlySet<string>
}

/** A store in which a journal is damaged, a content is missing, and others belong to no record. */
async function damagedStore(): Promise<Damaged> {
  const { dataDir, journal, ids } = await store()
  const lines = (await readFile(journal, 'utf8')).split('\n')
  const damaged = lines.map((line, at) => (at === 4 ? line.replace('"', "'") : line))
  await writeFile(journal, damaged.join('\n'))
  await rm(join(dataDir, 'content', ids[0] ?? ''))
  for (const name of ['first', 'second', 'third']) {
    await writeFile(join(dataDir, 'content', `stranger-${name}`), name)
  }
  return { dataDir, bytes: await bytesIn(dataDir, /^metadata|^journal|^content\//) }
}

/** What is in the files below the directory whose path in it matches. */
async function bytesIn(directory: string, which: RegExp): Promise<Set<string>> {
  const bytes = new Set<string>()
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (entry.isFile() && which.test(path.slice(directory.length + 1))) {
      bytes.add(await readFile(path, 'latin1'))
    }
  }
  return bytes
}

test(
  'a repair that is killed at any moment loses nothing and can be made again',
  async () => {
    console.log(`CRASH_SEED=${seed}`)
    const reference = await damagedStore()
    expect((await admin(reference.dataDir, ...repair)).code).toBe(0)
    const expected = await recordsOf(reference.dataDir)
    let onTheWay = 0
    for (let round = 0; round < killed; round++) {
      const { dataDir, bytes } = await damagedStore()
      const steps = new Random(seed, round).between(1, mostSteps)
      const directories = [dataDir, join(dataDir, 'content')]
      if (await killCommand({ dataDir, args: repair, directories, steps })) onTheWay++
      expect((await admin(dataDir, ...repair)).code).toBe(0)
      expect(await recordsOf(dataDir)).toEqual(expected)
      expect(await adminJson(dataDir, 'verify', '--read-data')).toMatchObject({
        code: 0,
        result: { problems: [] },
      })
      const kept = await bytesIn(dataDir, /./)
      expect([...bytes].filter((text) => !kept.has(text))).toEqual([])
      expect(await startsOn(dataDir)).toBe('starts')
      expect(await recordsOf(dataDir)).toEqual(expected)
    }
    expect(onTheWay).toBeGreaterThan(0)
    console.log(`kills of repair: ${killed}, ${onTheWay} of them on its way, 0 lost`)
  },
  timeout
)
