/**
 * Throws spoiled requests at the built server and looks at what it makes of them. Ends with 1 when something was found.
 *
 *     npm run fuzz -- [--seconds N] [--seed S]           for so long, with all that follows from S
 *     npm run fuzz -- --cases N [--seed S]               so many of them, however long it takes
 *     npm run fuzz -- --seed S --only ITERATION          one of them alone
 *     npm run fuzz -- --bytes BASE64                     these bytes alone
 *
 * What is read from /proc makes it Linux only.
 */
import { randomInt } from 'node:crypto'
import { parseArgs } from 'node:util'
import { makeTempDir, removeDir } from '../support/temp-dir.js'
import { type FuzzCase, fuzzCase } from './fuzz-case.js'
import { Fuzzer } from './fuzzer.js'
import { Report } from './report.js'

const { values } = parseArgs({
  options: {
    seconds: { type: 'string' },
    cases: { type: 'string' },
    seed: { type: 'string', default: String(randomInt(2 ** 31)) },
    only: { type: 'string' },
    bytes: { type: 'string' },
  },
})

const seed = Number(values.seed)
const report = new Report(seed)
const dataDir = await makeTempDir()
const start = Date.now()
console.log(`seed ${seed}`)
const fuzzer = await Fuzzer.start({ seed, dataDir, report })
try {
  const alone = caseAlone()
  if (alone) await fuzzer.only(alone)
  else await fuzzer.run(extent())
  await fuzzer.end()
} finally {
  await fuzzer.kill()
  await removeDir(dataDir)
  report.print((Date.now() - start) / 1000)
}

function extent() {
  const { cases, seconds = cases === undefined ? '60' : undefined } = values
  return {
    cases: Number(cases ?? Number.POSITIVE_INFINITY),
    until: seconds === undefined ? Number.POSITIVE_INFINITY : start + Number(seconds) * 1000,
  }
}

function caseAlone(): FuzzCase | undefined {
  if (values.only !== undefined) return fuzzCase(seed, Number(values.only))
  if (values.bytes === undefined) return undefined
  const bytes = Buffer.from(values.bytes, 'base64')
  return { iteration: 0, bytes, delivery: { cuts: [], ending: 'finish' } }
}

process.exitCode = report.findings > 0 ? 1 : 0
