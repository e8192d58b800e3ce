/** The part of qrcode that is used here; the package carries no types. */
declare module 'qrcode' {
  export interface QrOptions {
    errorCorrectionLevel: 'L' | 'M' | 'Q' | 'H';
  }

  export interface QrSegment {
    data: Uint8Array;
    mode: 'byte';
  }

  export interface QrMatrix {
    modules: { size: number; data: Uint8Array };
    version: number;
  }

  const QRCode: { create(segments: QrSegment[], options: QrOptions): QrMatrix };
  export default QRCode;
}
