import type { FileRecord } from '../file-record.js'

/** A metadata store whose records can be read out as a whole and taken over by another one, as they are. */
export interface RecordTransfer {
  /**
   * Every record in order of creation, in flat memory. Those that were there when it began and still are come exactly
   * once, whatever happens meanwhile.
   */
  records(): AsyncIterable<FileRecord>
  /**
   * Inserts records with their times, counts and revisions, durable when it resolves; those whose id is there already
   * stay as they are, so that it may be called again. Their contents must be durable before. Where it throws, any of them may be there.
   */
  adopt(records: readonly FileRecord[]): Promise<void>
}
