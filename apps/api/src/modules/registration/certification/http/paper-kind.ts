import { applyDecorators, Param, type PipeTransform } from '@nestjs/common';
import { ApiParam, ApiProduces, ApiResponse } from '@nestjs/swagger';
import { CERTIFICATE_KINDS, type CertificateKind } from '@qiancheng/shared';
import { AppError } from '../../../../platform/http/index.js';

const asKind: PipeTransform<string, CertificateKind> = {
  transform(value) {
    const kind = CERTIFICATE_KINDS.find((one) => one === value);
    if (!kind) throw new AppError('NOT_FOUND');
    return kind;
  },
};

/** The last part of an address: which paper. */
export const PaperKind = (): ParameterDecorator => Param('kind', asKind);

export const PaperRoute = (): MethodDecorator => ApiParam({ name: 'kind', enum: CERTIFICATE_KINDS });

/** Answers the file itself. */
export function SendsFile(): MethodDecorator {
  return applyDecorators(
    ApiProduces('image/jpeg', 'image/png', 'image/webp', 'application/pdf'),
    ApiResponse({ status: 200, description: '文件本身', schema: { type: 'string', format: 'binary' } }),
  );
}
