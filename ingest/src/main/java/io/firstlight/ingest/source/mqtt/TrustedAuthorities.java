package io.firstlight.ingest.source.mqtt;

import com.hivemq.client.mqtt.MqttClientSslConfig;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.TrustManagerFactory;

/** Whose signature on the broker's certificate is good. The name in the certificate is checked in any case. */
final class TrustedAuthorities {

    private TrustedAuthorities() {}

    /**
     * How to encrypt.
     *
     * @param pem a file of certificates; null for the authorities that the JVM knows
     * @throws IllegalArgumentException if the file holds none
     */
    static MqttClientSslConfig sslConfig(@Nullable Path pem) {
        if (pem == null) {
            return MqttClientSslConfig.builder().build();
        }
        try (InputStream in = Files.newInputStream(pem)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("authority-" + number++, each);
            }
            if (number == 0) {
                throw new IllegalArgumentException(MqttConfig.TRUSTED + "=" + pem + " holds no certificate");
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            return MqttClientSslConfig.builder().trustManagerFactory(trust).build();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    MqttConfig.TRUSTED + "=" + pem + " is no file of PEM certificates: " + e.getMessage(), e);
        }
    }
}
