import { largeFiles } from '../compare/stages/large-files.js'
import { lists } from '../compare/stages/lists.js'
import { smallFiles } from '../compare/stages/small-files.js'
import type { Stage } from '../compare/workload.js'

/** The main operations by the names of their workloads, with what they are here. */
export const titles: Readonly<Record<string, string>> = {
  '4k-raw': '4 KiB upload, raw body',
  '4k-form': '4 KiB upload, multipart',
  '4k-download': '4 KiB download',
  metadata: 'metadata by id',
  page: 'page of 100',
  '1g-form': '256 MiB upload, multipart',
  '1g-raw': '256 MiB upload, raw body',
  '1g-download': '256 MiB download',
}

const all = [smallFiles, lists, largeFiles].flatMap(({ workloads }) => workloads)

/** In memory, where system calls cost what they cost and no disk decides. */
export const guarded: Stage = {
  name: 'guard',
  title: 'CPU beside a bare server',
  place: 'memory',
  workloads: all.filter(({ name }) => name in titles),
}
