import { Param, type PipeTransform } from '@nestjs/common';
import { ApiParam } from '@nestjs/swagger';
import { CERTIFICATE_KINDS, type CertificateKind } from '@qiancheng/shared';
import { AnswersFile, AppError, PDF } from '../../../../platform/http/index.js';

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
export const SendsFile = (): MethodDecorator => AnswersFile('文件本身', 'image/jpeg', 'image/png', 'image/webp', PDF);
