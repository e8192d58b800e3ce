import { createHash, createHmac } from 'node:crypto';
import type { Asked, Told } from './http-stand-in.js';

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
const LATEST_MS = 15 * 60_000;

/**
 * The receiving end of SendSms, from the published contract: the signature is made again from what arrived, with every
 * `host` and `x-acs-…` header signed, the time at most 15 minutes away, and no nonce twice.
 */
export function aliyunStandIn(keyId: string, secret: string, now: () => Date): (request: Asked) => Told {
  const nonces = new Set<string>();
  return (request) => {
    const refuse = (status: number, code: string): Told => ({ status, body: { Code: code, RequestId: 'r-1' } });
    const given = /^ACS3-HMAC-SHA256 Credential=([^,]+),SignedHeaders=([^,]+),Signature=([0-9a-f]{64})$/.exec(
      request.headers.authorization ?? '',
    );
    if (!given) return refuse(400, 'IncompleteSignature');
    const [, credential, signedNames = '', signature] = given;
    if (credential !== keyId) return refuse(404, 'InvalidAccessKeyId.NotFound');
    const names = Object.keys(request.headers)
      .filter((name) => name === 'host' || name.startsWith('x-acs-'))
      .sort();
    if (names.join(';') !== signedNames) return refuse(400, 'IncompleteSignature');
    const header = (name: string): string => String(request.headers[name]);
    if (header('x-acs-content-sha256') !== hash(request.body)) return refuse(400, 'SignatureDoesNotMatch');
    const rawQuery = request.path.split('?')[1] ?? '';
    const sorted = rawQuery.split('&').sort().join('&');
    const canonical = `${request.method}\n/\n${sorted}\n${names.map((name) => `${name}:${header(name).trim()}\n`).join('')}\n${signedNames}\n${hash(request.body)}`;
    const right = createHmac('sha256', secret)
      .update(`ACS3-HMAC-SHA256\n${hash(canonical)}`)
      .digest('hex');
    if (signature !== right) return refuse(403, 'SignatureDoesNotMatch');
    const away = Math.abs(new Date(header('x-acs-date')).getTime() - now().getTime());
    if (!(away < LATEST_MS)) return refuse(400, 'InvalidTimeStamp.Expired');
    if (nonces.has(header('x-acs-signature-nonce'))) return refuse(400, 'SignatureNonceUsed');
    nonces.add(header('x-acs-signature-nonce'));
    if (header('x-acs-action') !== 'SendSms' || header('x-acs-version') !== '2017-05-25')
      return refuse(404, 'InvalidAction.NotFound');
    return { body: sendSms(request.query) };
  };
}

function sendSms(query: URLSearchParams): object {
  const answer = (code: string): object => ({
    Code: code,
    Message: `${query.get('PhoneNumbers')} ${code}`,
    RequestId: 'r-1',
  });
  if (query.get('SignName') !== '签程') return answer('isv.SMS_SIGNATURE_ILLEGAL');
  if (query.get('TemplateCode') !== 'SMS_100') return answer('isv.SMS_TEMPLATE_ILLEGAL');
  const phone = query.get('PhoneNumbers') ?? '';
  if (phone === '13800000429') return answer('isv.BUSINESS_LIMIT_CONTROL');
  if (!/^1\d{10}$/.test(phone)) return answer('isv.MOBILE_NUMBER_ILLEGAL');
  return { ...answer('OK'), BizId: '9006197469364984^0' };
}
