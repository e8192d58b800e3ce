import { expect, it } from 'vitest';
import { fileBody } from './upload.js';

it('sends the file itself, with a name that a header can carry, beside the headers of the act', () => {
  const file = new File(['x'], '营业执照\ud800 1.jpg', { type: 'image/jpeg' });
  const sent = fileBody(file, { 'Idempotency-Key': 'k' });
  expect(sent.body).toBe(file);
  expect(new Headers(sent.headers).get('Idempotency-Key')).toBe('k');
  expect(decodeURIComponent(sent.headers['x-file-name'])).toBe('营业执照\ufffd 1.jpg');
});
