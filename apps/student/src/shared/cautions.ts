interface Warning {
  path: string;
  message: string;
}

/**
 * The form's warnings speak to whoever writes it (能发，建议降低; 请核对是不是填反了). Who reads the offer needs the
 * same fact, and what to do about it.
 */
export function cautionsFor(warnings: readonly Warning[]): Warning[] {
  return warnings.map(({ path, message }) => {
    const fact = (message.split('。')[0] ?? message).replace(/，(学生会看到|请核对|能发).*$/u, '');
    return { path, message: path === 'breach.penalty' ? `${fact}，先问清条件` : `${fact}，先问清` };
  });
}
