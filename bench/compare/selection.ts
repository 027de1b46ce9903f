import { allPeers } from '../peers/all-peers.js'
import { filedrop } from '../peers/filedrop.js'
import type { Peer } from '../peers/peer.js'
import type { Options } from './options.js'
import { largeFiles, largeFilesOnDisk } from './stages/large-files.js'
import { lists } from './stages/lists.js'
import { smallFiles } from './stages/small-files.js'
import { smallFilesForLong, smallFilesOnDisk } from './stages/small-files-on-disk.js'
import type { Stage, Workload } from './workload.js'

/** This server and the chosen others. */
export function choosePeers({ peers, settings }: Options): Peer[] {
  const all = [filedrop(settings), ...allPeers]
  known(peers, all)
  return peers.length === 0 ? all : all.filter(({ name }) => peers.includes(name))
}

/** The chosen workloads in their stages. */
export function chooseStages({ only, sustained, quick }: Options): Stage[] {
  const all = [smallFiles, lists, largeFiles, smallFilesOnDisk, largeFilesOnDisk, smallFilesForLong]
  known(only, [...all, ...all.flatMap(({ workloads }) => workloads)])
  const isChosen = (stage: Stage, { name, thorough }: Workload) =>
    only.length === 0
      ? !(quick && thorough) && (sustained || stage !== smallFilesForLong)
      : only.includes(stage.name) || only.includes(name)
  return all.flatMap((stage) => {
    const workloads = stage.workloads.filter((workload) => isChosen(stage, workload))
    return workloads.length === 0 ? [] : [{ ...stage, workloads }]
  })
}

function known(names: readonly string[], things: readonly { readonly name: string }[]): void {
  const all = things.map(({ name }) => name)
  const strange = names.filter((name) => !all.includes(name))
  if (strange.length > 0) throw new Error(`${strange} is none of ${all.join(', ')}`)
}
