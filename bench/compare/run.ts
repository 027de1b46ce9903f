import { rmSync } from 'node:fs'
import { stderr } from 'node:process'
import { runTool } from '../../scripts/tools/run-tool.js'
import type { Peer } from '../peers/peer.js'
import type { Contents } from './contents.js'
import { measure } from './measure.js'
import type { Options } from './options.js'
import type { Places } from './places.js'
import type { Samples } from './samples.js'
import { Session } from './session.js'
import type { Stage, Workload } from './workload.js'

interface RunOptions {
  readonly stages: readonly Stage[]
  readonly peers: readonly Peer[]
  readonly places: Places
  readonly contents: Contents
  readonly options: Options
  readonly samples: Samples
}

/** Takes turns between the servers, so that a minute in which the machine is slow hits all alike. */
export async function run({ stages, peers, options, ...rest }: RunOptions): Promise<void> {
  for (const stage of stages) {
    const seeded = new Map<Peer, string>()
    for (let round = 1; round <= options.rounds; round++) {
      for (const peer of peers) {
        const workloads = stage.workloads.filter((workload) => takesPart(peer, workload))
        if (workloads.length === 0) continue
        await visit({ ...rest, options, stage: { ...stage, workloads }, peer, round, seeded })
      }
    }
    for (const directory of seeded.values()) rmSync(directory, { recursive: true })
  }
}

/** Whether there is something to measure. */
function takesPart(peer: Peer, { name, fits }: Workload): boolean {
  const chosen = peer.only === undefined || peer.only.includes(name)
  return chosen && peer.cannot?.[name] === undefined && (fits?.(peer) ?? true)
}

interface Visit extends Omit<RunOptions, 'stages' | 'peers'> {
  readonly stage: Stage
  readonly peer: Peer
  readonly round: number
  readonly seeded: Map<Peer, string>
}

async function visit(visit: Visit): Promise<void> {
  const { stage, peer, round, places, options, samples } = visit
  const about = `${stage.name}, round ${round}, ${peer.name}`
  const directory = await furnish(visit)
  try {
    const session = await Session.start(peer, directory, visit.contents, options)
    try {
      for (const workload of stage.workloads) {
        const { name } = workload
        try {
          const sample = {
            workload: name,
            peer: peer.name,
            round,
            ...(await measure(session, workload)),
          }
          samples.add(sample)
          stderr.write(`${about}: ${name} ${Math.round(sample.rate)} ${workload.unit}/s\n`)
        } catch (error) {
          samples.fail(`${about}, ${name}`, error)
          stderr.write(`${about}: ${name} FAILED ${error}\n`)
        }
      }
    } finally {
      await session.stop()
    }
  } catch (error) {
    samples.fail(about, error)
    stderr.write(`${about}: FAILED ${error}\n`)
  }
  if (stage.seeded === undefined) rmSync(directory, { recursive: true })
  // What one server left to be written is not to be written in the time of the next.
  if (stage.place === 'disk') await runTool('sync', ['--file-system', places.disk])
}

async function furnish({ stage, peer, round, places, seeded }: Visit): Promise<string> {
  const known = seeded.get(peer)
  if (known !== undefined) return known
  const directory = places.make(stage.place, `${stage.name}-${peer.name}-${round}`)
  if (stage.seeded !== undefined) {
    await peer.seed?.(directory, stage.seeded)
    seeded.set(peer, directory)
  }
  return directory
}
