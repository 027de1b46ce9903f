/**
 * This server and what people would take instead, under the same load: `npm run bench [-- --quick]`. docs/performance.md
 * says what is measured. Linux, with wrk, curl, nginx, Python, Go and Rust; the peers are installed into `.tools/`.
 */
import { writeFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { needProgram } from '../scripts/tools/tools.js'
import { Contents } from './compare/contents.js'
import { describeMachine } from './compare/machine.js'
import { readOptions } from './compare/options.js'
import { Places } from './compare/places.js'
import { report } from './compare/report.js'
import { run } from './compare/run.js'
import { Samples } from './compare/samples.js'
import { choosePeers, chooseStages } from './compare/selection.js'

/** The source, four uploads of it, and what a peer keeps of each on the way. */
const copies = 10
const rest = 2 * 1024 ** 3

const options = readOptions()
const peers = choosePeers(options)
const stages = chooseStages(options)
for (const tool of ['wrk', 'curl']) await needProgram(tool)
for (const peer of peers) await peer.install()

const samples = new Samples()
const places = await Places.open(options.disk, copies * options.large + rest)
const before = loadavg()[0] as number
const contents = new Contents(places.make('memory', 'contents'))
await run({ stages, peers, places, contents, options, samples })
const machine = await describeMachine(places, before)
console.log(await report({ samples, stages, peers, machine, options }))
if (options.json !== undefined) {
  const { all, failures } = samples
  writeFileSync(options.json, JSON.stringify({ machine, options, samples: all, failures }, null, 1))
}
if (samples.failures.length > 0) process.exitCode = 1
