import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { GetObjectCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3'
import { shiftDay } from '../../core/audience/weekly-audience.ts'
import { accessLogFolder } from '../../core/feeds/addresses.ts'

/** The access logs of the site, which CloudFront puts into a bucket some minutes to a day after the requests. */
export function accessLogStore(s3: S3Client, bucket: string) {
  return {
    /**
     * Lists the files that may contain requests of a day, in the order of their times. A file is named after the hour in
     * which it was begun, and may contain requests of the hour before.
     */
    async list(day: string): Promise<readonly string[]> {
      const files: { readonly key: string; readonly hour: string }[] = []
      const days = [day, shiftDay(day, 1)]
      const pages = paginateListObjectsV2({ client: s3 }, { Bucket: bucket, Prefix: accessLogFolder })
      for await (const { Contents = [] } of pages) {
        for (const { Key = '' } of Contents) {
          const hour = /\.(\d{4}-\d\d-\d\d-\d\d)\.[\w-]+\.gz$/.exec(Key)?.[1]
          if (hour !== undefined && days.some((each) => hour.startsWith(each))) files.push({ key: Key, hour })
        }
      }
      return files.toSorted((one, other) => (one.hour < other.hour ? -1 : 1)).map(({ key }) => key)
    },

    /** Reads the lines of a file. */
    async *lines(key: string): AsyncGenerator<string> {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }))
      if (!(Body instanceof Readable)) throw new Error(`The access log ${key} has no content.`)
      const input = Body.pipe(createGunzip())
      Body.on('error', (error) => input.destroy(error))
      yield* createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })
    },
  }
}
