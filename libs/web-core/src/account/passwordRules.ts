import type { PasswordRulesView } from '@qiancheng/api-client/employer';

export interface RuleMet {
  text: string;
  met: boolean;
}

const KINDS = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z\d]/];

/** As the server judges, as far as a page can know: lengths, kinds, one's own names. */
export function rulesMet(rules: PasswordRulesView, password: string, own: readonly string[]): RuleMet[] {
  const met: RuleMet[] = [{ text: `至少 ${rules.minLength} 个字符`, met: [...password].length >= rules.minLength }];
  if (rules.kinds > 0) {
    met.push({
      text: `大写字母、小写字母、数字、符号，至少 ${rules.kinds} 种`,
      met: KINDS.filter((kind) => kind.test(password)).length >= rules.kinds,
    });
  }
  if (rules.notOwn) {
    const text = password.toLowerCase();
    const names = own.filter((name) => name.length > 1);
    met.push({
      text: '不含自己的账号、姓名和姓名拼音',
      met: password !== '' && !names.some((name) => text.includes(name.toLowerCase())),
    });
  }
  return met;
}
