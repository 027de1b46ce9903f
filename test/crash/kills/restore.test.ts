import { randomBytes } from 'node:crypto'
import { cp, mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Random } from '../../fuzz/random.js'
import { admin, adminJson } from '../../support/command.js'
import { recordsOf, startsOn, tempDir, useStore } from '../../support/data-dir.js'
import { filesBelow } from '../../support/temp-dir.js'
import { killed, seed, timeout } from '../writers/rounds.js'
import { killCommand } from './kill-command.js'

const contents = Array.from({ length: 30 }, (_, index) => randomBytes(index * 20_000))
const store = useStore(contents)

/** Up to the first contents, where everything is new, and about as many as it takes to restore them all. */
const mostSteps = [12, 150]

async function expectWhole(dataDir: string, backup: string): Promise<void> {
  expect(await recordsOf(dataDir)).toEqual(await recordsOf(backup))
  const { code, result } = await adminJson(dataDir, 'verify', '--read-data')
  expect([code, result]).toEqual([0, expect.objectContaining({ problems: [] })])
}

test(
  'a restore that is killed at any moment leaves all of the store or nothing that a server starts on, and can be made again',
  async () => {
    console.log(`CRASH_SEED=${seed}`)
    const { dataDir: original } = await store()
    const backup = join(await tempDir(), 'backup')
    expect((await admin(original, 'backup', backup)).code).toBe(0)
    let onTheWay = 0
    for (let round = 0; round < killed; round++) {
      const random = new Random(seed, round)
      const dataDir = await tempDir()
      const directories = [dataDir, join(dataDir, 'content'), join(dataDir, 'tmp')]
      for (const directory of directories) await mkdir(directory, { recursive: true })
      const steps = random.between(1, random.pick(mostSteps))
      const args = ['restore', backup]
      if (await killCommand({ dataDir, args, directories, steps })) onTheWay++
      const left = (await filesBelow(dataDir)).filter((row) => !row.startsWith('LOCK'))
      if ((await readdir(dataDir)).includes('metadata.json')) {
        await expectWhole(dataDir, backup)
        continue
      }
      const looked = await tempDir()
      await cp(dataDir, looked, { recursive: true, preserveTimestamps: true })
      // Where it had not begun there is nothing that a server could lose or leave out.
      const begun = left.some((row) => /^(content|tmp)\//.test(row))
      expect(await startsOn(looked), left.join('\n')).toBe(begun ? 65 : 'starts')
      if (left.length > 0) await rm(dataDir, { recursive: true })
      expect((await admin(dataDir, 'restore', backup)).code).toBe(0)
      await expectWhole(dataDir, backup)
      expect(await startsOn(dataDir)).toBe('starts')
    }
    expect(onTheWay).toBeGreaterThan(0)
    console.log(`kills of restore: ${killed}, ${onTheWay} of them on its way, 0 lost`)
  },
  timeout
)
