/**
 * CPU of the built server for each main operation, as so many times that of a bare Node server in the same run, beside
 * the committed ratios: `npm run bench:guard [-- --update]`. It reports, and fails only when something did not run.
 */
import { loadavg, tmpdir } from 'node:os'
import { argv } from 'node:process'
import { needProgram } from '../scripts/tools/tools.js'
import { Contents } from './compare/contents.js'
import type { Options } from './compare/options.js'
import { Places } from './compare/places.js'
import { run } from './compare/run.js'
import { Samples } from './compare/samples.js'
import { bare } from './guard/bare-peer.js'
import { comparison, ratiosOf } from './guard/comparison.js'
import { readExpected, writeExpected } from './guard/expected.js'
import { guarded } from './guard/guarded.js'
import { filedrop } from './peers/filedrop.js'

const mib = 1024 * 1024
const options: Options = {
  quick: true,
  rounds: 3,
  seconds: 1,
  burst: 1,
  large: 256 * mib,
  only: [],
  peers: [],
  sustained: false,
  settings: {},
  disk: tmpdir(),
}
for (const tool of ['wrk', 'curl']) await needProgram(tool)

const samples = new Samples()
const places = await Places.open(options.disk, 2048 * mib)
const contents = new Contents(places.make('memory', 'contents'))
const peers = [filedrop({}), bare]
await run({ stages: [guarded], peers, places, contents, options, samples })
const ratios = ratiosOf(samples)
console.log(comparison(samples, ratios, readExpected()))
console.log(`\nload ${loadavg()[0]?.toFixed(1)} at last; medians of ${options.rounds} rounds`)
for (const failure of samples.failures) console.log(`FAILED ${failure}`)
if (samples.failures.length > 0) process.exitCode = 1
else if (argv.includes('--update')) writeExpected(ratios)
