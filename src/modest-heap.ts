import {
  constants,
  type NodeGCPerformanceDetail,
  type PerformanceEntry,
  PerformanceObserver,
} from 'node:perf_hooks'
import { getHeapStatistics, setFlagsFromString } from 'node:v8'

/** Garbage, in percent of what is in use, that is always let be. */
const least = 50
/**
 * Bytes of garbage that are let be however little is in use: the pieces of a large upload count as such, and a collection for
 * every few of them takes more CPU than the upload does.
 */
const enough = 32 * 1024 * 1024

/**
 * Garbage is collected whenever what is in use has grown by half, or by 32 MiB where that is more. V8 would let it grow up to
 * fourfold where the machine has the memory: a server that took 30,000 uploads then holds 309 MiB in place of 190, at the
 * same pace. To be called once the store is loaded, which makes nothing but what stays.
 */
export function keepHeapModest(): void {
  adjust()
  const observer = new PerformanceObserver((list) => {
    if (list.getEntries().some(isMajor)) adjust()
  })
  observer.observe({ entryTypes: ['gc'] })
}

/** Goes by what a collection has left, and holds from the next one on. */
function adjust(): void {
  const percent = Math.round((100 * enough) / getHeapStatistics().used_heap_size)
  setFlagsFromString(`--heap-growing-percent=${Math.max(least, percent)}`)
}

/** The types of Node know entries without their details. */
const isMajor = (entry: PerformanceEntry & { detail?: NodeGCPerformanceDetail }): boolean =>
  entry.detail?.kind === constants.NODE_PERFORMANCE_GC_MAJOR
