/** Who asks, where that is not for the SDK to find out. */
export interface S3Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

/** Where the contents are, and how much is asked of the service at a time. */
export interface S3Settings {
  /** Address of the service; AWS itself where there is none. */
  readonly endpoint?: string
  readonly region: string
  readonly credentials?: S3Credentials
  readonly bucket: string
  /** In front of every key, with a slash between; none where it is empty. */
  readonly prefix: string
  /** Whether the bucket is named in the path and not in the host. */
  readonly forcePathStyle: boolean
  /** Whether uploads carry checksums that only newer services know. */
  readonly checksums: 'when_supported' | 'when_required'
  /** Bytes of one part of an upload. */
  readonly partSize: number
  /** Parts of one upload that are sent at a time. */
  readonly partsInFlight: number
  readonly maxSockets: number
  /** Milliseconds in which the service has to answer, and to send more of a body that is waited for. */
  readonly timeout: number
}
