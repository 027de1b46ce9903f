import { FileError } from './errors.js'

/**
 * So many contents without a record are what crashes leave, as services and stores see to; more, and a large part of
 * all, mean a wrong store.
 */
const tolerated = 100
const shareTolerated = 0.01

/**
 * Changes at once that have a content in the store without a record at some moment, where no notes tell of them. A crash
 * leaves no more such contents than that, which is below what is tolerated.
 */
export const mostExposed = 40

/** Whether so many of the contents have no record that the metadata must be of another time or place. */
export const isForeign = (unclaimed: number, stored: number): boolean =>
  unclaimed > tolerated && unclaimed > stored * shareTolerated

/** The store will not start: putting so many contents aside would be the loss of them. Nothing was changed. */
export class ForeignContentsError extends FileError {
  constructor(unclaimed: number, stored: number) {
    super('STORE_UNAVAILABLE', {
      detail:
        `${unclaimed} of ${stored} contents belong to no record: the metadata is not that of these contents. ` +
        'Nothing was changed. Put the metadata back that belongs to them, from a backup; ' +
        '`filedrop admin repair --put-aside` gives the contents up',
    })
  }
}
