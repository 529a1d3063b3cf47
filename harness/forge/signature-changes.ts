import type { SignatureChange } from '../model/forgery.ts'
import { flipBit } from './tamper.ts'

/** What each change makes of the bytes of a signature. */
export const signatureChanges: Readonly<Record<SignatureChange, (signature: Buffer) => Uint8Array>> = {
  'first-byte-flipped': (signature) => flipBit(signature, 0),
  'middle-byte-flipped': (signature) => flipBit(signature, signature.length >> 1),
  'last-byte-flipped': (signature) => flipBit(signature, signature.length - 1),
  'all-bytes-00': (signature) => signature.map(() => 0x00),
  'all-bytes-FF': (signature) => signature.map(() => 0xff),
  'first-half': (signature) => signature.subarray(0, signature.length >> 1),
  'last-byte-removed': (signature) => signature.subarray(0, -1),
  'one-byte-added': (signature) => Buffer.concat([signature, Buffer.of(0)]),
}
