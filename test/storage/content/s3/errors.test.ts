import { describe, expect, test } from 'vitest'
import { FileError } from '../../../../src/core/errors.js'
import { readError, storeError } from '../../../../src/storage/content/s3/errors.js'

/** An error as the SDK makes it of an answer. */
const answered = (httpStatusCode: number, name = 'Unknown', message = name) =>
  Object.assign(new Error(message), { name, $metadata: { httpStatusCode } })

const reset = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })

describe.each([storeError, readError])('an error of the service as %o says it', (toFileError) => {
  test.each([
    answered(507),
    answered(507, 'XMinioStorageFull'),
    answered(500, 'InternalError', 'write /data/x: no space left on device'),
    answered(500, 'XMinioStorageFull', 'Storage backend has reached its minimum free threshold'),
    answered(503, 'QuotaExceeded', 'The quota was reached'),
    answered(400, 'XMinioAdminBucketQuotaExceeded', 'Bucket quota exceeded'),
    answered(403, 'QuotaExceeded'),
  ])('is INSUFFICIENT_STORAGE where nothing fits: %s', (error) => {
    expect(toFileError(error)).toMatchObject({ code: 'INSUFFICIENT_STORAGE', cause: error })
  })

  test.each([
    answered(500, 'InternalError', 'We encountered an internal error, please try again'),
    answered(503, 'SlowDown'),
    answered(501, 'NotImplemented'),
    answered(403, 'AccessDenied', 'no space for you'),
    answered(400, 'InvalidRequest', 'quota exceeded'),
    answered(400),
    reset,
    new Error('The object store did not answer within 10000 ms'),
    'nothing that is an error',
    undefined,
  ])('is STORE_UNAVAILABLE otherwise: %s', (error) => {
    expect(toFileError(error)).toMatchObject({ code: 'STORE_UNAVAILABLE', cause: error })
  })

  test('is left alone where it is one of ours', () => {
    const error = new FileError('CONTENT_MISSING')
    expect(toFileError(error)).toBe(error)
  })
})

describe('an error of the service on a content that is read', () => {
  test.each([answered(404, 'NoSuchKey'), answered(404), answered(416, 'InvalidRange')])(
    'is CONTENT_MISSING where it is not there, or not as long: %s',
    (error) => {
      expect(readError(error)).toMatchObject({ code: 'CONTENT_MISSING', cause: error })
    }
  )

  test('is STORE_UNAVAILABLE where the bucket is gone', () => {
    expect(readError(answered(404, 'NoSuchBucket')).code).toBe('STORE_UNAVAILABLE')
  })
})

test('nothing is missing where bytes are stored', () => {
  expect(storeError(answered(404, 'NoSuchUpload')).code).toBe('STORE_UNAVAILABLE')
})
