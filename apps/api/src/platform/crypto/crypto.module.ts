import { Global, Module } from '@nestjs/common';
import { AppConfig } from '../config/index.js';
import { FieldCipher } from './field-cipher.js';

@Global()
@Module({
  providers: [
    {
      provide: FieldCipher,
      inject: [AppConfig],
      useFactory: (config: AppConfig) =>
        new FieldCipher({ keys: config.fieldKeys, current: config.fieldKeyCurrent, macKey: config.macKey }),
    },
  ],
  exports: [FieldCipher],
})
export class CryptoModule {}
