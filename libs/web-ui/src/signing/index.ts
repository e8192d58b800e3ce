export { default as QcSignaturePad } from './QcSignaturePad.vue';
export { default as QcSignatureInk } from './QcSignatureInk.vue';
export {
  boundsOf,
  fitToSpace,
  SIGNATURE_SPACE,
  type SignatureStrokes,
  type Stroke,
  type StrokePoint,
} from './strokes.js';
export { judgeSignature, type SignatureFault, type SignatureVerdict } from './rules.js';
export { plainName, typedNameState, type TypedNameState } from './typed-name.js';
export { useReadThrough } from './useReadThrough.js';
