import type { NestFastifyApplication } from '@nestjs/platform-fastify';

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

export interface Answer {
  status: number;
  body: Record<string, unknown>;
  headers: Record<string, unknown>;
  setCookies: string[];
}

interface Options {
  headers?: Record<string, string>;
  remoteAddress?: string;
}

/** Where the portals of schools send the school along. */
const OF_A_SCHOOL = /^(teacher|student)\/(session|password-resets(\/code)?)$/;

/** A cookie jar in front of the application, without a network; it remembers a school as the log-in page does. */
export class Browser {
  readonly jar = new Map<string, string>();

  constructor(
    private readonly app: NestFastifyApplication,
    private readonly schoolCode?: string,
  ) {}

  get(path: string, options: Options = {}): Promise<Answer> {
    return this.send('GET', path, undefined, options);
  }

  post(path: string, payload: object = {}, options: Options = {}): Promise<Answer> {
    const school = this.schoolCode && OF_A_SCHOOL.test(path) ? { schoolCode: this.schoolCode } : {};
    return this.send('POST', path, { ...school, ...payload }, options);
  }

  delete(path: string, options: Options = {}): Promise<Answer> {
    return this.send('DELETE', path, undefined, options);
  }

  /** As the browser had it at this moment, for a second tab or a thief. */
  copy(): Browser {
    const other = new Browser(this.app, this.schoolCode);
    for (const [name, value] of this.jar) other.jar.set(name, value);
    return other;
  }

  private async send(method: Method, path: string, payload: object | undefined, options: Options): Promise<Answer> {
    const response = await this.app.inject({
      method,
      url: `/api/v1/${path}`,
      headers: { 'user-agent': 'test', ...options.headers },
      cookies: Object.fromEntries(this.jar),
      ...(payload ? { payload } : {}),
      ...(options.remoteAddress ? { remoteAddress: options.remoteAddress } : {}),
    });
    for (const { name, value } of response.cookies) {
      if (value === '') this.jar.delete(name);
      else this.jar.set(name, value);
    }
    const json = String(response.headers['content-type'] ?? '').includes('json');
    return {
      status: response.statusCode,
      body: json ? (response.json() as Record<string, unknown>) : {},
      headers: response.headers,
      setCookies: [response.headers['set-cookie'] ?? []].flat(),
    };
  }
}
