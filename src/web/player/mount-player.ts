import type { FileInfo } from '../../client/client.js'
import { FilePlayer, type PlayerOptions } from './file-player.js'

export interface Player {
  /** Plays the file; `queue` are the files that can be played before and after it, in the order of the list. */
  play(file: FileInfo, queue: readonly FileInfo[]): void
}

/** The bar at the bottom that plays audio and video. */
export const mountPlayer = (options: PlayerOptions): Player => new FilePlayer(options)
